package dev.berth.agent.task;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.LocalImage;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The images of a Docker host. One that is there is used without asking any registry; one that is
 * missing is pulled once, however many tasks wait for it.
 */
final class ImageShelf {
    private static final Logger log = LoggerFactory.getLogger(ImageShelf.class);

    private final DockerEngine docker;
    private final Map<String, CompletableFuture<Void>> pulls = new ConcurrentHashMap<>();

    ImageShelf(DockerEngine docker) {
        this.docker = docker;
    }

    Optional<LocalImage> find(String image)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return docker.image(image);
    }

    /** A pull of an image, begun now or earlier; it ends as {@link DockerEngine#pull} does. */
    CompletableFuture<Void> pull(String image) {
        return pulls.computeIfAbsent(image, this::begin).copy();
    }

    private CompletableFuture<Void> begin(String image) {
        var pull = new CompletableFuture<Void>();
        Thread.ofVirtual()
                .name("pull " + image)
                .start(
                        () -> {
                            log.info("Pulling {}", image);
                            try {
                                docker.pull(image);
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
