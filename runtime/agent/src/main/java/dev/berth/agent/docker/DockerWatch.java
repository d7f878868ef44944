package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.retry.Backoff;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches a Docker host while the agent runs: follows the events of the agent's containers, detects
 * an unresponsive or stopped engine, and triggers a comparison when the engine answers again. If an
 * engine is unavailable for half a minute, no task is changed.
 *
 * <p>Each event stream starts at the last event that was received, so that no event between two
 * streams is lost.
 */
public final class DockerWatch implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DockerWatch.class);
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final Duration PING = Duration.ofSeconds(10);

    /** A response that takes this long indicates an engine that was (almost) unresponsive. */
    private static final Duration SLOW = Duration.ofSeconds(3);

    private static final long NANOS = 1_000_000_000L;

    /** Receives the observations. */
    public interface Listener {
        /** A container ended or its health changed: inspect it. */
        void changed(String task, String container);

        /** Docker may have missed ends of containers: inspect every container that should run. */
        void recheckRunning();

        /**
         * Compares the containers that Docker lists with the known ones, and inspects every
         * difference.
         *
         * @return whether there was no difference
         */
        boolean relist() throws DockerRefusal, DockerUncertain, InterruptedException;
    }

    private final DockerEngine docker;
    private final String instance;
    private final Listener listener;
    private final Thread thread;
    private volatile long lastEventNanos;

    /**
     * @param instance the ARN of the instance whose containers are watched
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
                try (var stream = docker.changes(OwnLabels.INSTANCE, instance, since())) {
                    stream.read(this::onEvent);
                    if (away) {
                        log.info("Docker answers again");
                    }
                    away = false;
                    backoff.reset();
                    // Only now: an end has happened before this point, or the stream reports it.
                    listener.recheckRunning();
                    follow(stream);
                }
                log.info("Docker's event stream ended; opening the next");
            } catch (DockerRefusal | DockerUncertain e) {
                if (!away) {
                    log.warn(
                            "Docker does not answer; the status of tasks does not change. {}",
                            e.getMessage());
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

    /** Null before the first event. Docker keeps recent events for such requests. */
    private String since() {
        var nanos = lastEventNanos;
        return nanos == 0 ? null : "%d.%09d".formatted(nanos / NANOS, nanos % NANOS);
    }

    private void onEvent(JsonNode event) {
        var labels = event.path("Actor").path("Attributes");
        listener.changed(
                labels.path(OwnLabels.TASK).asText(), labels.path(OwnLabels.CONTAINER).asText());
        lastEventNanos = Math.max(lastEventNanos, event.path("timeNano").asLong());
    }

    /** Returns when the stream has ended; throws when the engine does not answer. */
    private void follow(JsonStream stream)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var schedule = RelistSchedule.AFTER_GAP;
        var listed = System.nanoTime();
        while (true) {
            var left = schedule.pause().minusNanos(System.nanoTime() - listed);
            if (left.isNegative() || left.isZero()) {
                schedule = schedule.afterList(listener.relist());
                listed = System.nanoTime();
                continue;
            }
            if (stream.endsWithin(left.compareTo(CHECK) < 0 ? left : CHECK)) {
                return;
            }
            var asked = System.nanoTime();
            docker.ping(PING);
            if (System.nanoTime() - asked > SLOW.toNanos()) {
                listener.recheckRunning();
                schedule = RelistSchedule.AFTER_GAP;
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
