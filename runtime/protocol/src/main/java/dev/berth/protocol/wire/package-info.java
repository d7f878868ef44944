/** The protocols in which AWS services are called, over HTTP requests and answers. */
package dev.berth.protocol.wire;
