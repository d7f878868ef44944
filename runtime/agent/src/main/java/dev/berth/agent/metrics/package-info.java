/** The metrics of an agent, for Prometheus. */
package dev.berth.agent.metrics;
