package dev.berth.agent.registry;

import java.nio.file.Path;

/**
 * The sources of registry credentials.
 *
 * @param dockerConfig a {@code config.json} of the Docker CLI, null for none
 */
public record RegistrySettings(AuthData auth, Path dockerConfig) {}
