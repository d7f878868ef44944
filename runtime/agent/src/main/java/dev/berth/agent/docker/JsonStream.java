package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.agent.json.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A continuous response of Docker: a sequence of JSON values, until it ends or is closed. It can be
 * silent without ending.
 */
public final class JsonStream implements AutoCloseable {
    private static final ObjectReader VALUES = Json.MAPPER.readerFor(JsonNode.class);

    private final String name;
    private final DockerHttpClient.Response response;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile long lastRead = System.nanoTime();
    private volatile Thread reader;

    JsonStream(String name, DockerHttpClient.Response response) {
        this.name = name;
        this.response = response;
    }

    /** Starts reading in its own thread. Call it once. */
    public void read(Consumer<JsonNode> listener) {
        reader = Thread.ofVirtual().name("docker " + name).start(() -> readAll(listener));
    }

    private void readAll(Consumer<JsonNode> listener) {
        try (var values = VALUES.<JsonNode>readValues(response.getBody())) {
            while (values.hasNextValue()) {
                var value = values.nextValue();
                lastRead = System.nanoTime();
                listener.accept(value);
            }
        } catch (IOException | RuntimeException e) {
            // The owner opens the next stream, regardless of the reason.
        } finally {
            ended.countDown();
        }
    }

    /** Waits; returns true if the stream ended meanwhile. */
    public boolean endsWithin(Duration longest) throws InterruptedException {
        return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** The time since the last value. */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastRead);
    }

    /** Closing only the response would read the rest of an endless stream first. */
    @Override
    public void close() {
        if (reader != null) {
            reader.interrupt();
        }
    }
}
