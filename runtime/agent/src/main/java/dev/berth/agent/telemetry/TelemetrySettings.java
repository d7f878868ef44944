package dev.berth.agent.telemetry;

/**
 * The settings of telemetry and of the endpoints.
 *
 * @param metrics whether usage is measured and reported
 * @param healthChecks whether health is reported
 * @param metadataAddress the address of the task metadata endpoint, {@code off}, or null for the
 *     gateway of Docker's bridge
 * @param introspectionPort on loopback, 0 for none
 * @param metricsPort on loopback, 0 for none
 */
public record TelemetrySettings(
        boolean metrics,
        boolean healthChecks,
        String metadataAddress,
        int introspectionPort,
        int metricsPort) {}
