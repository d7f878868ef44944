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
 * An answer of Docker's that goes on: one JSON value after the other, until it ends or is closed.
 * It may fall silent without ending.
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

    /** Starts to read, in a thread of its own. Call it once. */
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
            // However the stream ends, its owner opens the next one.
        } finally {
            ended.countDown();
        }
    }

    /** Waits; true if the stream ended meanwhile. */
    public boolean endsWithin(Duration longest) throws InterruptedException {
        return ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Since when nothing has come. */
    public Duration silence() {
        return Duration.ofNanos(System.nanoTime() - lastRead);
    }

    /** Closing the response alone would first read the rest of an endless stream. */
    @Override
    public void close() {
        if (reader != null) {
            reader.interrupt();
        }
    }
}
