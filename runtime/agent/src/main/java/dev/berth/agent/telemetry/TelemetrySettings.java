package dev.berth.agent.telemetry;

/**
 * What an agent says about its tasks, and where.
 *
 * @param metrics usage is measured and published
 * @param healthChecks health is published
 */
public record TelemetrySettings(boolean metrics, boolean healthChecks) {}
