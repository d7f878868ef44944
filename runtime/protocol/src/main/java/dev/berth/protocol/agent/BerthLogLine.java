package dev.berth.protocol.agent;

/**
 * A line of a container's output, without the line end.
 *
 * @param stream {@code stdout} or {@code stderr}
 */
public record BerthLogLine(String stream, String text) {}
