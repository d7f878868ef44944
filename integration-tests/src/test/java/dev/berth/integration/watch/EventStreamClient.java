package dev.berth.integration.watch;

import dev.berth.integration.installation.BerthServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** A reader of the event stream that connects again with the last id that it received. */
final class EventStreamClient implements AutoCloseable {
    private static final Duration BEFORE_RETRY = Duration.ofMillis(50);

    private final URI uri;
    private final String token;
    private final ReceivedEvents events;
    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicInteger connections = new AtomicInteger();
    private final Thread thread;
    private String lastId = "0";
    private volatile boolean over;

    EventStreamClient(BerthServer server, String token, ReceivedEvents events) {
        this.uri = server.endpoint().resolve("/berth/v1/events");
        this.token = token;
        this.events = events;
        this.thread = Thread.ofVirtual().start(this::run);
    }

    private void run() {
        while (!over) {
            try {
                read();
            } catch (IOException | UncheckedIOException _) {
                LockSupport.parkNanos(BEFORE_RETRY.toNanos()); // the server is away
            } catch (InterruptedException _) {
                return;
            }
        }
    }

    private void read() throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(uri)
                        .header("Authorization", "Bearer " + token)
                        .header("Last-Event-ID", lastId)
                        .build();
        var answer = http.send(request, BodyHandlers.ofLines());
        try (var lines = answer.body()) {
            if (answer.statusCode() != 200) {
                throw new IOException("status " + answer.statusCode());
            }
            connections.incrementAndGet();
            var block = new Block();
            lines.forEach(block::line);
        }
    }

    /** One block of the stream: it counts when its empty line has arrived. */
    private final class Block {
        private String id;
        private final StringBuilder data = new StringBuilder();

        void line(String line) {
            if (line.isEmpty()) {
                if (!data.isEmpty()) events.add(data.toString());
                if (id != null) lastId = id;
                data.setLength(0);
                id = null;
            } else if (line.startsWith("id:")) {
                id = line.substring(3).strip();
            } else if (line.startsWith("data:")) {
                data.append(line.substring(5).strip());
            }
        }
    }

    int connections() {
        return connections.get();
    }

    @Override
    public void close() {
        over = true;
        thread.interrupt();
        http.shutdownNow();
    }
}
