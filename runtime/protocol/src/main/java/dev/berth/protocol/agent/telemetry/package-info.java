/** What agents report of the health and the usage of tasks. */
package dev.berth.protocol.agent.telemetry;
