package dev.berth.protocol.agent.telemetry;

/**
 * @param restartCount restarts by the container's restart policy in this window
 */
public record RestartStatsSet(Long restartCount) {}
