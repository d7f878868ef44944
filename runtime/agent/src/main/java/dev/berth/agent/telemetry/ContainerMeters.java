package dev.berth.agent.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.ListedContainer;
import dev.berth.agent.docker.OwnLabels;
import dev.berth.agent.retry.Backoff;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A meter for each container of one instance that runs. Docker's events say which those are, and
 * its list whenever they may have missed something.
 */
final class ContainerMeters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ContainerMeters.class);
    private static final Duration BETWEEN_LISTS = Duration.ofMinutes(1);

    private final DockerReader docker;
    private final String instance;
    private final Map<String, ContainerMeter> meters = new ConcurrentHashMap<>();
    private final Thread thread;

    ContainerMeters(DockerReader docker, String instance) {
        this.docker = docker;
        this.instance = instance;
        this.thread = Thread.ofVirtual().name("meters").start(this::run);
    }

    /** The meter of a container that runs, by Docker's id. */
    Optional<ContainerMeter> of(String dockerId) {
        return Optional.ofNullable(dockerId).map(meters::get);
    }

    private void run() {
        var backoff = Backoff.seconds();
        try {
            while (true) {
                try (var stream = docker.startsAndEnds(OwnLabels.INSTANCE, instance)) {
                    stream.read(this::onEvent);
                    do {
                        // Listed after the stream is open, so that nothing falls between the two.
                        list();
                        backoff.reset();
                    } while (!stream.endsWithin(BETWEEN_LISTS));
                } catch (DockerRefusal | DockerUncertain e) {
                    log.debug("Containers are not measured: {}", e.getMessage());
                } catch (RuntimeException e) {
                    log.error("Measuring failed unexpectedly", e);
                }
                backoff.pause();
            }
        } catch (InterruptedException e) {
            // Closed.
        }
    }

    private void list() throws DockerRefusal, DockerUncertain, InterruptedException {
        var running =
                docker.running(OwnLabels.INSTANCE, instance).stream()
                        .map(ListedContainer::id)
                        .collect(Collectors.toSet());
        meters.keySet().stream().filter(id -> !running.contains(id)).forEach(this::end);
        running.forEach(this::begin);
    }

    private void onEvent(JsonNode event) {
        var id = event.path("Actor").path("ID").asText();
        if (event.path("Action").asText().equals("start")) {
            begin(id);
        } else {
            end(id);
        }
    }

    private void begin(String id) {
        if (meters.size() < DockerReader.MOST_FIGURES) {
            meters.computeIfAbsent(id, _ -> new ContainerMeter(docker, id));
        }
    }

    private void end(String id) {
        var meter = meters.remove(id);
        if (meter != null) {
            meter.close();
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        meters.keySet().forEach(this::end);
    }
}
