/** The HTTP client that agent and command line call the server with. */
package dev.berth.protocol.client;
