package dev.berth.protocol.agent;

/**
 * One run of a container's health check.
 *
 * @param startMillis epoch milliseconds
 * @param endMillis epoch milliseconds
 * @param exitCode 0 is healthy; Docker has -1 for one that took too long
 * @param output what it wrote
 */
public record BerthHealthCheck(long startMillis, long endMillis, int exitCode, String output) {}
