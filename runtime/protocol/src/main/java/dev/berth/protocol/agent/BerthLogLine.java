package dev.berth.protocol.agent;

/**
 * A line that a container wrote, without its end.
 *
 * @param stream {@code stdout} or {@code stderr}
 */
public record BerthLogLine(String stream, String text) {}
