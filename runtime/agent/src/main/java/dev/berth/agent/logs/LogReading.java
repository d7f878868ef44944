package dev.berth.agent.logs;

import com.github.dockerjava.transport.DockerHttpClient;
import dev.berth.agent.docker.ContainerLogs;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.BerthLogLine;
import dev.berth.protocol.agent.BerthLogs;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Semaphore;

/**
 * Reads the logs of one container: one thread reads from Docker, another sends the lines while the
 * server grants credit. A slow reader delays only its own stream.
 */
final class LogReading {
    private static final int WAITING_LINES = 1_000;
    private static final int MAX_MESSAGE = 64 * 1024;

    /** Sends messages to the server. */
    interface Line {
        void send(AgentMessage message) throws IOException, InterruptedException;
    }

    /** The items that the reading thread passes to the sending thread. */
    private sealed interface Item {
        record Text(BerthLogLine line) implements Item {}

        record End(String error) implements Item {}
    }

    private final String requestId;
    private final ContainerLogs logs;
    private final Line line;
    private final Semaphore credit;
    private final BlockingQueue<Item> waiting = new ArrayBlockingQueue<>(WAITING_LINES);
    private final Thread reader;
    private final Thread sender;

    /**
     * @param ended called when nothing more will be sent
     */
    LogReading(String requestId, ContainerLogs logs, int window, Line line, Runnable ended) {
        this.requestId = requestId;
        this.logs = logs;
        this.line = line;
        this.credit = new Semaphore(window);
        this.reader = Thread.ofVirtual().name("logs " + requestId).unstarted(this::read);
        this.sender =
                Thread.ofVirtual()
                        .name("logs out " + requestId)
                        .unstarted(
                                () -> {
                                    try {
                                        send();
                                    } catch (IOException | InterruptedException e) {
                                        // The socket is closed, or reading was stopped.
                                    } finally {
                                        reader.interrupt();
                                        ended.run();
                                    }
                                });
    }

    void start() {
        reader.start();
        sender.start();
    }

    void grant(int count) {
        credit.release(Math.max(0, count));
    }

    void stop() {
        sender.interrupt();
        reader.interrupt();
    }

    private void read() {
        try {
            waiting.put(new Item.End(readAll()));
        } catch (InterruptedException e) {
            // No thread waits for the end.
        }
    }

    /** The reason why the logs ended early, or null. */
    private String readAll() throws InterruptedException {
        try {
            DockerHttpClient.Response response = logs.open();
            var frames = new LogFrames(response.getBody(), logs.terminal());
            for (var next = frames.next(); next != null; next = frames.next()) {
                waiting.put(new Item.Text(next));
            }
            return null;
        } catch (ContainerLogs.Unreadable e) {
            return e.getMessage();
        } catch (IOException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw new InterruptedException();
            }
            return "Docker ended the output: " + e.getMessage();
        }
    }

    /** Sends an empty message first, so that the server knows at once that the agent is reading. */
    private void send() throws IOException, InterruptedException {
        credit.acquire();
        line.send(new BerthLogs(requestId, List.of(), false, null));
        while (true) {
            var first = waiting.take();
            credit.acquire();
            List<BerthLogLine> lines = new ArrayList<>();
            var size = 0;
            for (var item = first; item != null; item = waiting.poll()) {
                switch (item) {
                    case Item.End(var error) -> {
                        line.send(new BerthLogs(requestId, lines, true, error));
                        return;
                    }
                    case Item.Text(var text) -> {
                        lines.add(text);
                        size += text.text().length() + 32;
                    }
                }
                if (size >= MAX_MESSAGE) {
                    break;
                }
            }
            line.send(new BerthLogs(requestId, lines, false, null));
        }
    }
}
