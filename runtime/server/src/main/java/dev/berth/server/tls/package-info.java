/** The certificate that the port shows, and the key that belongs to it. */
package dev.berth.server.tls;
