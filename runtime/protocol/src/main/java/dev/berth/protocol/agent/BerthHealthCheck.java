package dev.berth.protocol.agent;

/**
 * One run of a container's health check.
 *
 * @param startMillis epoch milliseconds
 * @param endMillis epoch milliseconds
 * @param exitCode 0 is healthy; -1 is a check that timed out
 * @param output the output of the check
 */
public record BerthHealthCheck(long startMillis, long endMillis, int exitCode, String output) {}
