package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Set;
import java.util.TreeSet;

/** The state of a container as inspected by Docker. */
public sealed interface ContainerInspection {
    /** The container does not exist. */
    record Absent() implements ContainerInspection {}

    /**
     * The container was created and has never run.
     *
     * @param task the label with its task, or empty
     * @param error the error of the last attempt to start it, or empty
     * @param hostPorts the published ports, such as {@code 80/tcp=32768}
     */
    record Created(String id, String task, String error, Set<String> hostPorts)
            implements ContainerInspection {}

    /**
     * The container is running, paused or restarting.
     *
     * @param health the result of its health check: starting, healthy, unhealthy; empty without a
     *     health check
     */
    record Running(String id, String task, Instant startedAt, String health)
            implements ContainerInspection {
        public Running(String id, String task, Instant startedAt) {
            this(id, task, startedAt, "");
        }
    }

    /** The container has run and has ended. */
    record Exited(
            String id,
            String task,
            Instant startedAt,
            Instant finishedAt,
            int exitCode,
            boolean outOfMemory)
            implements ContainerInspection {}

    /** Parses Docker's response to an inspection. */
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

    /** Docker returns {@code none} if there is no health check. */
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
