package dev.berth.agent.docker;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.protocol.agent.BerthHealthCheck;
import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * What Docker keeps of a container beyond its state, until it is removed.
 *
 * @param outOfMemory whether the kernel killed a process in it because memory ran out
 * @param health Docker's last word, or null without a check
 * @param healthChecks those that Docker keeps, the newest last
 */
public record ContainerTraces(
        boolean outOfMemory, String health, List<BerthHealthCheck> healthChecks) {

    /**
     * @throws DockerRefusal with status 404, where the container is gone
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

    /** Docker writes these with the host's offset; 0 for what it does not say. */
    private static long millis(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant().toEpochMilli();
        } catch (DateTimeException e) {
            return 0;
        }
    }
}
