package dev.berth.agent.docker;

import dev.berth.agent.retry.Backoff;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an eye on a Docker host for as long as the agent runs: follows the ends of its own
 * containers, notices when the engine freezes or goes away, and has everything looked at again when
 * it comes back. An engine that is away for half a minute is normal, and nothing is concluded from
 * it.
 */
public final class DockerWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DockerWatch.class);
    private static final long CHECK_MILLIS = 10_000;
    private static final Duration PING = Duration.ofSeconds(10);
    private static final long RELIST_NANOS = Duration.ofMinutes(5).toNanos();

    /** Who is told. */
    public interface Listener {
        /** A container ended or its health changed, says the event stream: look at it. */
        void changed(String task, String container);

        /**
         * Docker answers again, or has not been listed for a while: compare it with what is known.
         */
        void relist() throws DockerRefusal, DockerUncertain, InterruptedException;
    }

    private final DockerEngine docker;
    private final String instance;
    private final Listener listener;
    private final Thread thread;

    /**
     * @param instance the ARN whose containers are followed
     */
    public DockerWatch(DockerEngine docker, String instance, Listener listener) {
        this.docker = docker;
        this.instance = instance;
        this.listener = listener;
        this.thread = Thread.ofVirtual().name("docker watch").start(this::run);
    }

    private void run() {
        var backoff = Backoff.seconds();
        var away = false;
        while (true) {
            try {
                docker.negotiate();
                try (var stream = docker.deaths(OwnLabels.INSTANCE, instance)) {
                    stream.read(listener::changed);
                    // Listed after the stream is open, so that no end falls between the two.
                    listener.relist();
                    if (away) {
                        log.info("Docker answers again");
                    }
                    away = false;
                    backoff.reset();
                    follow(stream);
                }
                log.info("Docker's event stream ended; opening the next");
            } catch (DockerRefusal | DockerUncertain e) {
                if (!away) {
                    log.warn("Docker does not answer; tasks stay as they are. {}", e.getMessage());
                }
                away = true;
            } catch (RuntimeException e) {
                log.error("Watching Docker failed unexpectedly", e);
            } catch (InterruptedException e) {
                return;
            }
            try {
                backoff.pause();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Returns when the stream has ended; throws when the engine does not answer. */
    private void follow(ContainerEventStream stream)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var listed = System.nanoTime();
        while (!stream.endsWithin(CHECK_MILLIS)) {
            docker.ping(PING);
            if (System.nanoTime() - listed > RELIST_NANOS) {
                listener.relist();
                listed = System.nanoTime();
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
