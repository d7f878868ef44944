package dev.berth.agent.docker;

/**
 * An image that a Docker host has.
 *
 * @param digest that of the registry it came from, null for an image that was made on the host
 */
public record LocalImage(String id, String digest) {}
