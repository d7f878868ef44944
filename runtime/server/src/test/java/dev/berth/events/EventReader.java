package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Reads Server-Sent Events as the standard says. */
final class EventReader implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param name null for a message
     * @param data null where only the id was sent
     */
    record Block(String id, String name, String data, String comment) {}

    private final InputStream body;
    private final BlockingQueue<Block> blocks = new LinkedBlockingQueue<>();
    private String lastId;

    EventReader(InputStream body) {
        this.body = body;
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
            var block = new Block(null, null, null, null);
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.isEmpty()) {
                    blocks.add(block);
                    block = new Block(null, null, null, null);
                } else {
                    block = with(block, line);
                }
            }
            blocks.add(new Block(null, "eof", null, null));
        } catch (IOException e) {
            blocks.add(new Block(null, "eof", null, e.toString()));
        }
    }

    private static Block with(Block block, String line) {
        var colon = line.indexOf(':');
        var value = line.substring(colon + 1).strip();
        return switch (line.substring(0, colon)) {
            case "id" -> new Block(value, block.name, block.data, block.comment);
            case "event" -> new Block(block.id, value, block.data, block.comment);
            case "data" -> new Block(block.id, block.name, value, block.comment);
            case "" -> new Block(block.id, block.name, block.data, value);
            default -> block;
        };
    }

    /** The next block of lines, whatever it is. */
    Block block() throws InterruptedException {
        var block = blocks.poll(30, TimeUnit.SECONDS);
        assertThat(block).as("something from the stream").isNotNull();
        if (block.id() != null) {
            lastId = block.id();
        }
        return block;
    }

    /** The next event. */
    JsonNode event() throws InterruptedException {
        while (true) {
            var block = block();
            assertThat(block.name()).as("%s", block).isNull();
            if (block.data() != null) {
                try {
                    return JSON.readTree(block.data());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** The id that a client sends when it connects again. */
    String lastId() {
        return lastId;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
