package dev.berth.protocol.agent.telemetry;

/** What was seen of a figure over a window; its average is {@code sum / sampleCount}. */
public record StatsSet(Double min, Double max, Integer sampleCount, Double sum) {}
