package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.protocol.agent.BerthHealthCheck;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * The diagnostics that Docker keeps of a container until it is removed.
 *
 * @param outOfMemory whether the kernel killed a process of the container because memory ran out
 * @param health the last health status, or null without a health check
 * @param healthChecks the results that Docker keeps, the newest last
 */
public record ContainerTraces(
        boolean outOfMemory, String health, List<BerthHealthCheck> healthChecks) {

    /**
     * @throws DockerRefusal with status 404 if the container does not exist
     */
    public static ContainerTraces of(DockerEngine docker, String name)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        return read(docker.inspection(name).path("State"));
    }

    static ContainerTraces read(JsonNode state) {
        var health = state.path("Health");
        var status = health.path("Status").asText("none");
        var checks = new ArrayList<BerthHealthCheck>();
        for (var check : health.path("Log")) {
            checks.add(
                    new BerthHealthCheck(
                            millis(check.path("Start").asText()),
                            millis(check.path("End").asText()),
                            check.path("ExitCode").asInt(),
                            check.path("Output").asText("")));
        }
        return new ContainerTraces(
                state.path("OOMKilled").asBoolean(),
                status.equals("none") ? null : status,
                List.copyOf(checks));
    }

    /** Docker writes these with the time zone of the host; 0 if a value is missing. */
    private static long millis(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
