/** The port: limits, TLS, authentication, WebSocket handshakes. It does not depend on any API. */
package dev.berth.http;
