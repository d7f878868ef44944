/** The port: what reaches it, within which limits, and who answers. */
package dev.berth.server.http;
