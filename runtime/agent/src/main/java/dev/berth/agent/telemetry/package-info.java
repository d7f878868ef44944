/** Measures usage and health of containers for the server. */
package dev.berth.agent.telemetry;
