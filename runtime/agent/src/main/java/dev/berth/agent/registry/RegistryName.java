package dev.berth.agent.registry;

import java.util.Set;
import java.util.regex.Pattern;

/** Names of registries: in images, and as the keys of credentials. */
final class RegistryName {
    static final String DOCKER_HUB = "docker.io";
    private static final Set<String> DOCKER_HUB_HOSTS =
            Set.of("docker.io", "index.docker.io", "registry-1.docker.io", "hub.docker.com");
    private static final Pattern SCHEME = Pattern.compile("^https?://");

    private RegistryName() {}

    /** The registry of an image's repository; without one it is Docker Hub. */
    static String of(String repository) {
        var slash = repository.indexOf('/');
        var first = slash < 0 ? "" : repository.substring(0, slash);
        return first.contains(".") || first.contains(":") || first.equals("localhost")
                ? normal(first)
                : DOCKER_HUB;
    }

    /** A key without scheme and without a slash at its end. Docker Hub has one name. */
    static String normal(String key) {
        var bare = SCHEME.matcher(key).replaceFirst("").replaceFirst("/+$", "");
        return DOCKER_HUB_HOSTS.contains(host(bare)) ? DOCKER_HUB : bare;
    }

    static String host(String key) {
        var slash = key.indexOf('/');
        return slash < 0 ? key : key.substring(0, slash);
    }
}
