/** The messages between the server and its agents over WebSockets. */
package dev.berth.protocol.agent;
