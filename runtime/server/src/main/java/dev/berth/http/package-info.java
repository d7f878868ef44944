/** The port: limits, TLS, authentication, WebSocket handshakes. It knows no API. */
package dev.berth.http;
