package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.agent.json.Json;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Docker's event stream, open. It may miss ends and it may fall silent without ending: never the
 * only source.
 */
final class ContainerEventStream implements AutoCloseable {
    private static final ObjectReader EVENT = Json.MAPPER.readerFor(JsonNode.class);

    private final DockerHttpClient.Response response;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Thread reader;

    ContainerEventStream(DockerHttpClient.Response response) {
        this.response = response;
    }

    /**
     * Starts to read, in a thread of its own.
     *
     * @param listener gets the task's ARN and the container's name in the task
     */
    void read(BiConsumer<String, String> listener) {
        reader =
                Thread.ofVirtual()
                        .name("docker events")
                        .start(
                                () -> {
                                    try (var events =
                                            EVENT.<JsonNode>readValues(response.getBody())) {
                                        while (events.hasNextValue()) {
                                            var labels =
                                                    events.nextValue()
                                                            .path("Actor")
                                                            .path("Attributes");
                                            listener.accept(
                                                    labels.path(OwnLabels.TASK).asText(),
                                                    labels.path(OwnLabels.CONTAINER).asText());
                                        }
                                    } catch (IOException | RuntimeException e) {
                                        // However the stream ends, its owner opens the next one.
                                    } finally {
                                        ended.countDown();
                                    }
                                });
    }

    /** Waits; true if the stream ended meanwhile. */
    boolean endsWithin(long millis) throws InterruptedException {
        return ended.await(millis, TimeUnit.MILLISECONDS);
    }

    /** Closing the response alone would first read the rest of an endless stream. */
    @Override
    public void close() {
        if (reader != null) {
            reader.interrupt();
        }
    }
}
