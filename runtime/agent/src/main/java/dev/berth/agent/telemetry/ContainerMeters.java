package dev.berth.agent.telemetry;

import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Samples every running container periodically, in one thread. */
final class ContainerMeters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ContainerMeters.class);
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(5);

    /** One run of a container. */
    private record Run(String dockerId, Instant startedAt) {}

    private final DockerReader docker;
    private final Supplier<Collection<TaskState>> tasks;
    private final Map<String, ContainerMeter> meters = new ConcurrentHashMap<>();
    private final Thread thread;

    // Of its own thread.
    private final Map<Run, UsageSource> sources = new HashMap<>();

    /**
     * @param tasks the tasks whose containers are sampled
     */
    ContainerMeters(DockerReader docker, Supplier<Collection<TaskState>> tasks) {
        this.docker = docker;
        this.tasks = tasks;
        this.thread = Thread.ofVirtual().name("meters").start(this::run);
    }

    /** The meter of a running container, by its id in Docker. */
    Optional<ContainerMeter> of(String dockerId) {
        return Optional.ofNullable(dockerId).map(meters::get);
    }

    private void run() {
        try {
            while (true) {
                try {
                    sampleAll();
                } catch (RuntimeException e) {
                    log.error("Measuring failed unexpectedly", e);
                }
                Thread.sleep(BETWEEN_SAMPLES);
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void sampleAll() throws InterruptedException {
        var running = new HashSet<Run>();
        for (var task : tasks.get()) {
            for (var container : task.containers()) {
                if (runs(container)) {
                    running.add(new Run(container.dockerId(), container.startedAt()));
                }
            }
        }
        sources.keySet().retainAll(running);
        meters.keySet().retainAll(running.stream().map(Run::dockerId).collect(Collectors.toSet()));
        for (var run : running) {
            sample(run);
        }
    }

    private static boolean runs(ContainerState container) {
        return container.isRunning()
                && container.dockerId() != null
                && !container.isAwaitingRestart();
    }

    private void sample(Run run) throws InterruptedException {
        try {
            var source = sources.get(run);
            if (source == null) {
                source = UsageSource.of(docker, run.dockerId());
                sources.put(run, source);
            }
            var sample = source.read();
            if (sample.isPresent()) {
                meters.computeIfAbsent(run.dockerId(), _ -> new ContainerMeter()).add(sample.get());
            } else {
                sources.remove(run); // it has ended, or its files are searched again
            }
        } catch (DockerRefusal | DockerUncertain e) {
            log.debug("No statistics of {}: {}", run.dockerId(), e.getMessage());
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
