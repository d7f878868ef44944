package dev.berth.agent.telemetry;

/**
 * What an agent says about its tasks, and where.
 *
 * @param metrics usage is measured and published
 * @param healthChecks health is published
 * @param metadataAddress where containers ask for task metadata: an address, {@code off}, or null
 *     for the gateway of Docker's bridge
 * @param introspectionPort on loopback, 0 for none
 * @param metricsPort where figures are read, on loopback, 0 for nowhere
 */
public record TelemetrySettings(
        boolean metrics,
        boolean healthChecks,
        String metadataAddress,
        int introspectionPort,
        int metricsPort) {}
