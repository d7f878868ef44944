package dev.berth.agent.registry;

import java.nio.file.Path;

/**
 * Where credentials of registries come from.
 *
 * @param dockerConfig a {@code config.json} of Docker's client, null for none
 */
public record RegistrySettings(AuthData auth, Path dockerConfig) {}
