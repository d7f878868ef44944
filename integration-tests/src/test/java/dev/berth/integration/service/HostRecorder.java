package dev.berth.integration.service;

import dev.berth.integration.testbed.DockerHost;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.locks.LockSupport;

/**
 * Watches the containers of one Docker host from outside, by asking its daemon again and again. It
 * knows nothing of the server. Containers that are older than the recorder belong to other tests on
 * the same host: it ignores them.
 */
final class HostRecorder implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final String TASK = "com.amazonaws.ecs.task-arn";

    private final DockerHost host;
    private final Thread thread;

    /** Task by container, for containers that were seen running. */
    private final Map<String, String> seen = new HashMap<>();

    private final Set<String> others;
    private Set<String> running = Set.of();
    private volatile boolean isClosed;

    private HostRecorder(DockerHost host) {
        this.host = host;
        this.others = containers(host).keySet();
        this.thread = Thread.ofVirtual().name("recorder of " + host.name()).unstarted(this::watch);
    }

    static HostRecorder start(DockerHost host) {
        var recorder = new HostRecorder(host);
        recorder.thread.start();
        return recorder;
    }

    private void watch() {
        while (!isClosed) {
            try {
                look();
            } catch (RuntimeException _) {
                // The daemon does not answer while it is frozen or dead.
            }
            LockSupport.parkNanos(POLL.toNanos());
        }
    }

    private void look() {
        var found = containers(host);
        found.keySet().removeAll(others);
        synchronized (this) {
            seen.putAll(found);
            running = Set.copyOf(found.values());
        }
    }

    /** Task by container, for the containers that run. */
    private static Map<String, String> containers(DockerHost host) {
        var found = new HashMap<String, String>();
        for (var container : host.client().listContainersCmd().exec()) {
            var task = container.getLabels().get(TASK);
            if (task != null) found.put(container.getId(), task);
        }
        return found;
    }

    DockerHost host() {
        return host;
    }

    /** ARNs of the tasks of which a container ran when the daemon last answered. */
    synchronized Set<String> running() {
        return running;
    }

    /** ARNs of the tasks of which a container has ever been seen running here. */
    synchronized Set<String> everRan() {
        return Set.copyOf(seen.values());
    }

    /** Tasks of which more than one container has been seen running here. */
    synchronized List<String> doubled() {
        var once = new TreeSet<String>();
        return seen.values().stream().filter(task -> !once.add(task)).toList();
    }

    @Override
    public void close() {
        isClosed = true;
    }
}
