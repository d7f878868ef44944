package dev.berth.agent.docker;

/**
 * An image on a Docker host.
 *
 * @param digest its digest in the registry, null for an image that was built on the host
 */
public record LocalImage(String id, String digest) {}
