package dev.berth.domain.task;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * The diagnostics of the containers of a stopped task, collected by its agent. It is too large to
 * keep in memory and is read from the journal.
 */
public record PostMortem(List<OfContainer> containers) {
    static final int LINES = 50;
    static final int HEALTH_CHECKS = 5;
    static final int MAX_TEXT = 4 * 1024;

    /** The limit of all containers together, in characters. Agents send less. */
    static final int MAX_SIZE = 128 * 1024;

    public static final PostMortem EMPTY = new PostMortem(List.of());

    public PostMortem {
        containers = List.copyOf(containers);
    }

    /**
     * @param outOfMemory whether the kernel killed a process of the container for lack of memory
     * @param health the last health status that Docker reported, such as {@code unhealthy}; null
     *     without a health check
     * @param healthChecks the last results, in order
     * @param lines the last log lines, in order
     * @param linesMissing why log lines are not available, or null
     */
    public record OfContainer(
            String name,
            boolean outOfMemory,
            String health,
            List<HealthCheck> healthChecks,
            List<Line> lines,
            String linesMissing) {
        public OfContainer {
            healthChecks = List.copyOf(healthChecks);
            lines = List.copyOf(lines);
        }
    }

    /** One run of a health check; exit code 0 is healthy. */
    public record HealthCheck(Instant start, Instant end, int exitCode, String output) {}

    /**
     * @param stream {@code stdout} or {@code stderr}
     */
    public record Line(String stream, String text) {}

    /**
     * The part of a post-mortem that is stored: each container of the task once, with its newest
     * lines and health checks. Agents can send more.
     */
    PostMortem within(TaskSpec task) {
        var share = MAX_SIZE / Math.max(1, task.containers().size());
        return new PostMortem(
                task.containers().stream()
                        .flatMap(
                                container ->
                                        containers.stream()
                                                .filter(c -> c.name().equals(container.name()))
                                                .limit(1))
                        .map(found -> bounded(found, share))
                        .toList());
    }

    private static OfContainer bounded(OfContainer found, int share) {
        var checks =
                newest(
                        found.healthChecks(),
                        HEALTH_CHECKS,
                        share / 2,
                        c -> new HealthCheck(c.start(), c.end(), c.exitCode(), cut(c.output())),
                        c -> c.output().length());
        var lines =
                newest(
                        found.lines(),
                        LINES,
                        share / 2,
                        l -> new Line(cut(l.stream()), cut(l.text())),
                        l -> l.text().length());
        return new OfContainer(
                found.name(),
                found.outOfMemory(),
                cut(found.health()),
                checks,
                lines,
                cut(found.linesMissing()));
    }

    private static <T> List<T> newest(
            List<T> all, int max, int longest, UnaryOperator<T> cut, ToIntFunction<T> length) {
        var kept = new ArrayDeque<T>();
        var left = longest;
        for (var next : all.reversed()) {
            var shorter = cut.apply(next);
            left -= length.applyAsInt(shorter);
            if (left < 0 || kept.size() == max) {
                break;
            }
            kept.addFirst(shorter);
        }
        return List.copyOf(kept);
    }

    private static String cut(String text) {
        if (text == null || text.length() <= MAX_TEXT) {
            return text;
        }
        var splits = Character.isHighSurrogate(text.charAt(MAX_TEXT - 1));
        return text.substring(0, splits ? MAX_TEXT - 1 : MAX_TEXT);
    }
}
