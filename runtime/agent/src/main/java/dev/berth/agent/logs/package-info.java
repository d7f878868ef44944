/** Reads the logs of containers for the server. */
package dev.berth.agent.logs;
