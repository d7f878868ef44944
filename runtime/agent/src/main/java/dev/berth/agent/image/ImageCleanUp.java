package dev.berth.agent.image;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import java.time.Instant;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Periodically removes images that the agent has pulled and that no task has used for a while. */
public final class ImageCleanUp implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ImageCleanUp.class);

    private final ImageSettings settings;
    private final DockerEngine docker;
    private final PulledImages images;
    private final Supplier<Set<String>> inUse;
    private final Thread thread;

    /**
     * @param inUse the images of all known tasks
     */
    public ImageCleanUp(
            ImageSettings settings,
            DockerEngine docker,
            PulledImages images,
            Supplier<Set<String>> inUse) {
        this.settings = settings;
        this.docker = docker;
        this.images = images;
        this.inUse = inUse;
        this.thread = Thread.ofVirtual().name("image clean-up").unstarted(this::run);
        if (settings.cleanUp()) {
            thread.start();
        }
    }

    private void run() {
        try {
            while (true) {
                Thread.sleep(settings.interval());
                clean(Instant.now());
            }
        } catch (InterruptedException e) {
            // The agent closes.
        }
    }

    /** Runs one cleanup for this time. */
    void clean(Instant now) throws InterruptedException {
        var used = inUse.get();
        var old =
                images.unusedSince(now.minus(settings.minimumAge())).stream()
                        .filter(image -> !used.contains(image))
                        .limit(settings.mostPerCycle())
                        .toList();
        for (var image : old) {
            try {
                docker.removeImage(image);
                images.forget(image);
                log.info("Removed image {}", image);
            } catch (DockerRefusal e) {
                log.debug("Image {} was not removed: {}", image, e.getMessage());
            } catch (DockerUncertain e) {
                log.warn("{}", e.getMessage());
                return;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
