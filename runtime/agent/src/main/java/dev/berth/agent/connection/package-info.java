/** The agent's connection to the server: registration, sockets and reports. */
package dev.berth.agent.connection;
