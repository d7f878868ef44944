package dev.berth.cli.ecs;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Colour;
import dev.berth.cli.text.Screen;
import dev.berth.cli.text.TextPage;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * The server's page of a task for a person to read: what it is, why it ended, when what happened,
 * and of each container how it ended and what it wrote last.
 */
public final class TaskText {
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);

    private record Event(String member, String text) {}

    /** In the order in which they happen, as a rule. */
    private static final List<Event> TIMELINE =
            List.of(
                    new Event("createdAt", "created"),
                    new Event("pullStartedAt", "pull started"),
                    new Event("pullStoppedAt", "pull ended"),
                    new Event("startedAt", "reported running"),
                    new Event("stoppingAt", "stopping"),
                    new Event("executionStoppedAt", "first essential container ended"),
                    new Event("stoppedAt", "stopped"));

    private final JsonNode task;
    private final ZoneId zone;
    private final TextPage page;
    private final int tail;

    private TaskText(JsonNode task, Screen screen, int tail, ZoneId zone) {
        this.tail = tail;
        this.task = task;
        this.zone = zone;
        this.page = new TextPage(screen);
    }

    /**
     * @param tail how many log lines of each container at most
     * @param zone that times are shown in
     */
    public static String of(JsonNode task, Screen screen, int tail, ZoneId zone) {
        var text = new TaskText(task, screen, tail, zone);
        text.head();
        text.timeline();
        task.path("containers").forEach(text::container);
        return text.page.toString();
    }

    private void head() {
        page.heading("Task " + last("taskArn"));
        page.field("status", status());
        page.field("reason", new Cell(why(), hasFailed() ? Colour.RED : Colour.NONE));
        page.field("health", Cell.state(checked(task.path("healthStatus").asText())));
        page.field("definition", last("taskDefinitionArn"));
        page.field("cluster", last("clusterArn"));
        page.field("instance", last("containerInstanceArn"));
        page.field("started by", task.path("startedBy").asText());
        page.field("note", task.path("missing").asText());
    }

    private Cell status() {
        var shown =
                TaskStatusText.shown(
                        task.path("lastStatus").asText(), task.path("desiredStatus").asText());
        return hasFailed() ? new Cell(shown, Colour.RED) : Cell.state(shown);
    }

    private boolean hasFailed() {
        var codes = task.path("containers").findValues("exitCode").stream();
        return TaskStatusText.isFailure(
                task.path("stopCode").asText(), codes.map(JsonNode::asInt).toList());
    }

    private String why() {
        var code = task.path("stopCode").asText();
        var reason = task.path("stoppedReason").asText();
        return code.isEmpty() || reason.isEmpty() ? code + reason : code + ": " + reason;
    }

    /** Empty without a check. */
    private static String checked(String health) {
        return health.equals("UNKNOWN") ? "" : health;
    }

    private String last(String member) {
        var arn = task.path(member).asText();
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    private void timeline() {
        page.heading("Timeline (" + zone.getId() + ")");
        var times = task.path("timeline");
        var begin = Instant.parse(times.path("createdAt").asText());
        TIMELINE.stream()
                .filter(event -> times.hasNonNull(event.member()))
                .sorted(Comparator.comparing(event -> at(times, event)))
                .forEach(
                        event -> {
                            var at = at(times, event);
                            page.row(
                                    "%s  %10s  %s"
                                            .formatted(
                                                    moment(at),
                                                    since(Duration.between(begin, at)),
                                                    event.text()));
                        });
    }

    private static Instant at(JsonNode times, Event event) {
        return Instant.parse(times.path(event.member()).asText());
    }

    private String moment(Instant at) {
        return MOMENT.format(at.atZone(zone));
    }

    /** How long after the beginning; an agent's clock may be behind the server's. */
    private static String since(Duration time) {
        var seconds = time.toMillis() / 1000.0;
        if (Math.abs(seconds) < 600) {
            return time.isZero() ? "" : "%+.1f s".formatted(seconds);
        }
        return time.toHours() < 10
                ? "+%d min".formatted(time.toMinutes())
                : "+%d h".formatted(time.toHours());
    }

    private void container(JsonNode container) {
        var essential = container.path("essential").asBoolean() ? "" : " (not essential)";
        page.heading(
                "Container " + container.path("name").asText() + essential + ": " + end(container));
        page.field("reason", new Cell(container.path("reason").asText(), Colour.RED));
        page.field("image", container.path("image").asText());
        page.field("digest", container.path("imageDigest").asText());
        page.field("ports", ports(container.path("networkBindings")));
        health(container);
        output(container);
    }

    private static String end(JsonNode container) {
        var memory = container.path("outOfMemory").asBoolean() ? ", out of memory" : "";
        if (!container.path("lastStatus").asText().equals("STOPPED")) {
            return container.path("lastStatus").asText() + memory;
        }
        if (!container.has("exitCode")) {
            return (container.has("runtimeId") ? "ended without an exit code" : "never started")
                    + memory;
        }
        var signal = container.path("signal").asText();
        return "exit code "
                + container.path("exitCode").asInt()
                + (signal.isEmpty() ? "" : " (" + signal + ")")
                + memory;
    }

    private static String ports(JsonNode bindings) {
        return StreamSupport.stream(bindings.spliterator(), false)
                .map(
                        b ->
                                "%s:%d -> %d/%s"
                                        .formatted(
                                                b.path("bindIP").asText(),
                                                b.path("hostPort").asInt(),
                                                b.path("containerPort").asInt(),
                                                b.path("protocol").asText()))
                .collect(Collectors.joining(", "));
    }

    private void health(JsonNode container) {
        var checks = container.path("healthChecks");
        var status = container.path("healthStatus").asText();
        if (checks.isEmpty()) {
            page.field("health", checked(status));
            return;
        }
        page.field("health", status + ", " + lastOf(checks.size(), "check"));
        for (var check : checks) {
            var at = Instant.parse(check.path("startedAt").asText());
            var output = check.path("output").asText().strip().lines().toList();
            page.beneath(
                    moment(at)
                            + "  exit code "
                            + check.path("exitCode").asInt()
                            + (output.isEmpty() ? "" : "  " + output.getFirst()));
            output.stream().skip(1).forEach(line -> page.beneath(" ".repeat(25) + line));
        }
    }

    private void output(JsonNode container) {
        var lines = container.path("logLines");
        var missing = container.path("logLinesMissing").asText();
        if (lines.isEmpty()) {
            var nothing = container.has("runtimeId") && lines.isArray() ? "none" : "";
            page.field("logs", missing.isEmpty() ? nothing : missing);
            return;
        }
        var shown = Math.min(tail, lines.size());
        page.field("logs", lastOf(shown, "line"));
        var streams =
                StreamSupport.stream(lines.spliterator(), false)
                        .map(line -> line.path("stream").asText())
                        .collect(Collectors.toSet());
        var areNamed = streams.contains("stderr");
        for (int i = lines.size() - shown; i < lines.size(); i++) {
            var line = lines.get(i);
            var stream = line.path("stream").asText().equals("stderr") ? "err | " : "out | ";
            page.beneath((areNamed ? stream : "") + line.path("text").asText());
        }
    }

    private static String lastOf(int count, String what) {
        return count == 1 ? "the last " + what + ":" : "the last " + count + " " + what + "s:";
    }
}
