/** The main class of the server, and the wiring of its components. */
package dev.berth.server;
