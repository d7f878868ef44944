package dev.berth.agent.telemetry;

import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.protocol.agent.PublishInstanceStatusRequest.InstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Checks whether Docker answers, one check at a time, and keeps the last result. */
final class RuntimeCheck {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final DockerReader docker;
    private final Runnable changed;
    private final AtomicBoolean asking = new AtomicBoolean();
    private String last;
    private Instant lastChange;
    private InstanceStatus latest;
    private boolean isNew;

    /**
     * @param changed called when there is a new result
     */
    RuntimeCheck(DockerReader docker, Runnable changed) {
        this.docker = docker;
        this.changed = changed;
    }

    /** Starts a check in its own thread, unless one is running. */
    void start() {
        if (asking.compareAndSet(false, true)) {
            Thread.ofVirtual().name("runtime check").start(this::ask);
        }
    }

    private void ask() {
        try {
            docker.ping(TIMEOUT);
            say("OK");
        } catch (DockerRefusal | DockerUncertain e) {
            say("IMPAIRED");
        } catch (InterruptedException e) {
            // This thread is never interrupted.
        } finally {
            asking.set(false);
        }
        changed.run();
    }

    private synchronized void say(String status) {
        var now = Instant.now();
        if (!status.equals(last)) {
            last = status;
            lastChange = now;
        }
        isNew = true;
        latest = new InstanceStatus("ContainerRuntime", status, seconds(now), seconds(lastChange));
    }

    /** Whether there is a new result; it counts as taken afterwards. */
    synchronized boolean takeNews() {
        var news = isNew;
        isNew = false;
        return news;
    }

    /** The last result. */
    synchronized Optional<InstanceStatus> latest() {
        return Optional.ofNullable(latest);
    }

    static double seconds(Instant instant) {
        return instant.toEpochMilli() / 1000.0;
    }
}
