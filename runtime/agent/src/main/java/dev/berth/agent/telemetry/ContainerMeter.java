package dev.berth.agent.telemetry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.json.Json;
import dev.berth.agent.retry.Backoff;
import dev.berth.protocol.agent.ContainerMetric;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the figures of one container while it runs, by one stream in a thread of its own. A
 * stream that falls silent is opened again.
 */
final class ContainerMeter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ContainerMeter.class);
    private static final Duration CHECK = Duration.ofSeconds(10);
    private static final Duration SILENCE = Duration.ofSeconds(30);
    private static final int NOT_FOUND = 404;

    private final DockerReader docker;
    private final String dockerId;
    private final Thread thread;
    private ContainerSample before;
    private MeterWindow window = new MeterWindow();
    private NetworkRate rate;
    private JsonNode latest;

    /** What passed the network in the last second or so. */
    record NetworkRate(double receivedBytesPerSecond, double sentBytesPerSecond) {}

    /** Starts to follow it. */
    ContainerMeter(DockerReader docker, String dockerId) {
        this.docker = docker;
        this.dockerId = dockerId;
        this.thread = Thread.ofVirtual().name("meter " + dockerId).start(this::run);
    }

    private void run() {
        var backoff = Backoff.seconds();
        try {
            while (true) {
                try (var stream = docker.stats(dockerId)) {
                    stream.read(this::accept);
                    while (!stream.endsWithin(CHECK)) {
                        backoff.reset();
                        if (stream.silence().compareTo(SILENCE) > 0) {
                            break;
                        }
                    }
                } catch (DockerRefusal e) {
                    if (e.status() == NOT_FOUND) {
                        return;
                    }
                    log.debug("No figures of {}: {}", dockerId, e.getMessage());
                } catch (DockerUncertain e) {
                    log.debug("No figures of {}: {}", dockerId, e.getMessage());
                }
                backoff.pause();
            }
        } catch (InterruptedException e) {
            // Closed: the container has ended.
        }
    }

    private void accept(JsonNode stats) {
        ContainerSample.read(stats).ifPresent(sample -> add(stats, sample));
    }

    private synchronized void add(JsonNode stats, ContainerSample sample) {
        window.add(before, sample);
        rate = before == null ? null : rate(before, sample);
        before = sample;
        latest = stats;
    }

    private static NetworkRate rate(ContainerSample before, ContainerSample now) {
        var seconds = Duration.between(before.at(), now.at()).toNanos() / 1e9;
        if (before.network() == null || now.network() == null || seconds <= 0) {
            return null;
        }
        var passed = now.network().minus(before.network());
        return new NetworkRate(
                passed.received().bytes() / seconds, passed.sent().bytes() / seconds);
    }

    /** What was used since this was asked the last time; empty where that is not known yet. */
    synchronized Optional<ContainerMetric> take(String container) {
        if (window.isEmpty()) {
            return Optional.empty();
        }
        var taken = window.metric(container);
        window = new MeterWindow();
        return Optional.of(taken);
    }

    /** What Docker said last, with the rate of the network; empty before it has. */
    synchronized Optional<JsonNode> shown() {
        if (!(latest instanceof ObjectNode stats)) {
            return Optional.empty();
        }
        var shown = Json.MAPPER.createObjectNode();
        shown.setAll(stats);
        if (rate != null) {
            shown.putObject("network_rate_stats")
                    .put("rx_bytes_per_sec", rate.receivedBytesPerSecond())
                    .put("tx_bytes_per_sec", rate.sentBytesPerSecond());
        }
        return Optional.of(shown);
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
