package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeSet;

/** What Docker says about a container at one moment. */
public sealed interface ContainerInspection {
    /** There is no container of that name. */
    record Absent() implements ContainerInspection {}

    /**
     * It was made and has never run.
     *
     * @param task the label that says which task it belongs to, empty if there is none
     * @param error what the last attempt to start it came to, empty if none was made
     * @param hostPorts what it publishes, such as {@code 80/tcp=32768}
     */
    record Created(String id, String task, String error, Set<String> hostPorts)
            implements ContainerInspection {}

    /**
     * It runs; a paused or restarting container does too.
     *
     * @param health what its health check came to: starting, healthy, unhealthy; empty without one
     */
    record Running(String id, String task, Instant startedAt, String health)
            implements ContainerInspection {
        public Running(String id, String task, Instant startedAt) {
            this(id, task, startedAt, "");
        }
    }

    /** It ran and has ended. */
    record Exited(
            String id,
            String task,
            Instant startedAt,
            Instant finishedAt,
            int exitCode,
            boolean outOfMemory)
            implements ContainerInspection {}

    /** Reads Docker's answer to an inspection. */
    static ContainerInspection read(JsonNode container) {
        var id = container.path("Id").asText();
        var task = container.path("Config").path("Labels").path(OwnLabels.TASK).asText("");
        var state = container.path("State");
        var startedAt = instant(state.path("StartedAt").asText());
        return switch (state.path("Status").asText()) {
            case "created" ->
                    new Created(id, task, state.path("Error").asText(""), hostPorts(container));
            case "running", "paused", "restarting" ->
                    new Running(id, task, startedAt, health(state));
            default ->
                    new Exited(
                            id,
                            task,
                            startedAt,
                            instant(state.path("FinishedAt").asText()),
                            state.path("ExitCode").asInt(),
                            state.path("OOMKilled").asBoolean());
        };
    }

    /** Docker says {@code none} where there is no check. */
    private static String health(JsonNode state) {
        var health = state.path("Health").path("Status").asText("");
        return health.equals("none") ? "" : health;
    }

    private static Set<String> hostPorts(JsonNode container) {
        var ports = new TreeSet<String>();
        container
                .path("HostConfig")
                .path("PortBindings")
                .properties()
                .forEach(
                        port ->
                                port.getValue()
                                        .forEach(
                                                binding ->
                                                        ports.add(
                                                                port.getKey()
                                                                        + "="
                                                                        + binding.path("HostPort")
                                                                                .asText())));
        return ports;
    }

    /** Null for Docker's "never", the first second of the year 1. */
    private static Instant instant(String text) {
        try {
            var instant = Instant.parse(text);
            return instant.getEpochSecond() < 0 ? null : instant;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
