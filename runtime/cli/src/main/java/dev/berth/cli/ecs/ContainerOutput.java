package dev.berth.cli.ecs;

import dev.berth.cli.installation.RunningServer;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Reads what containers write, from the server's page for it. */
public final class ContainerOutput implements AutoCloseable {
    /** A line of a container. */
    public record Line(boolean isError, String text) {}

    /**
     * What of it.
     *
     * @param since null for from the beginning
     * @param tail how many of the last lines, or null for all
     */
    public record Query(Instant since, Integer tail, boolean follow, boolean timestamps) {
        private String text() {
            var parts = new ArrayList<String>();
            if (since != null) {
                parts.add("since=" + since.toEpochMilli());
            }
            if (tail != null) {
                parts.add("tail=" + tail);
            }
            parts.add("follow=" + follow);
            parts.add("timestamps=" + timestamps);
            return String.join("&", parts);
        }
    }

    private final ServerPages pages;

    public ContainerOutput(RunningServer server, Credentials credentials) {
        this.pages = new ServerPages(server, credentials);
    }

    /** Returns when it has ended; lines are handed on as they come. */
    public void read(NamedTask task, String container, Query query, Consumer<Line> lines)
            throws IOException, InterruptedException {
        var page =
                "clusters/%s/tasks/%s/logs?container=%s&%s"
                        .formatted(task.cluster(), task.id(), container, query.text());
        try (var body = pages.lines(page)) {
            body.filter(line -> !line.isEmpty()).forEach(line -> hand(line, lines));
        }
    }

    private static void hand(String text, Consumer<Line> lines) {
        var line = ServerPages.parse(text);
        if (line.has("error")) {
            throw new CliException(ExitCode.FAILED, line.path("error").asText());
        }
        lines.accept(
                new Line(
                        line.path("stream").asText().equals("stderr"), line.path("line").asText()));
    }

    /** Throws what a reading ended with. */
    public static void unwrap(Future<?> result) throws Exception {
        try {
            result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }

    @Override
    public void close() {
        pages.close();
    }
}
