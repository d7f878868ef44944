package dev.berth.agent.image;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.LocalImage;
import dev.berth.agent.registry.RegistryCredentials;
import dev.berth.agent.registry.RegistryLogin;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of a Docker host. A setting determines whether a local image is used. Each image is
 * pulled once at a time, even if several tasks wait for it.
 */
public final class HostImages {
    private static final Logger log = LoggerFactory.getLogger(HostImages.class);

    private final DockerEngine docker;
    private final PullBehavior behavior;
    private final PulledImages pulled;
    private final RegistryCredentials registries;
    private final Map<String, CompletableFuture<Void>> pulls = new ConcurrentHashMap<>();

    public HostImages(
            DockerEngine docker,
            PullBehavior behavior,
            PulledImages pulled,
            RegistryCredentials registries) {
        this.registries = registries;
        this.docker = docker;
        this.behavior = behavior;
        this.pulled = pulled;
    }

    /** The image, if it can be used without a request to the registry. */
    public Optional<LocalImage> ready(String image)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var willDo =
                switch (behavior) {
                    case DEFAULT, ALWAYS -> false;
                    case ONCE -> pulled.contains(image);
                    case PREFER_CACHED -> true;
                };
        return willDo ? find(image) : Optional.empty();
    }

    /** The image, if it is on the host. */
    public Optional<LocalImage> find(String image)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var found = docker.image(image);
        if (found.isPresent()) {
            pulled.used(image, Instant.now());
        }
        return found;
    }

    /** The local image, if it can be used although its pull was refused. */
    public Optional<LocalImage> instead(String image)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return behavior == PullBehavior.DEFAULT ? find(image) : Optional.empty();
    }

    /** A running or new pull of an image; it completes as {@link DockerEngine#pull} does. */
    public CompletableFuture<Void> pull(String image) {
        return pulls.computeIfAbsent(image, this::begin).copy();
    }

    /** The header of the pull, or null if its registry has no credentials. */
    private String login(String image) throws InterruptedException {
        return registries
                .find(DockerEngine.repository(image))
                .map(RegistryLogin::header)
                .orElse(null);
    }

    private CompletableFuture<Void> begin(String image) {
        var pull = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .name("pull " + image)
                .start(
                        () -> {
                            log.info("Pulling {}", image);
                            try {
                                docker.pull(image, login(image));
                                pulled.pulled(image, Instant.now());
                                pulls.remove(image);
                                pull.complete(null);
                            } catch (Exception e) {
                                pulls.remove(image);
                                pull.completeExceptionally(e);
                            }
                        });
        return pull;
    }
}
