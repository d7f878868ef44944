package dev.berth.integration.task;

import static dev.berth.integration.installation.Containers.hostVolume;
import static dev.berth.integration.installation.Containers.mount;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Invariants;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;

/** A task of a service protects itself from scale-in, from inside its container. */
@OnEmbeddedDatabase
class TaskProtectionIT {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final String SERVICE = "protected";

    /** The first of the tasks sends a PUT, and then reads what is set. */
    private static final String PROTECTS_ITSELF =
            """
            trap 'exit 0' TERM
            if mkdir /out/first; then
              uri=${ECS_AGENT_URI#http://}; address=${uri%%/*}; path=/${uri#*/}
              body='{"ProtectionEnabled":true,"ExpiresInMinutes":5}'
              printf 'PUT %s/task-protection/v1/state HTTP/1.0\\r\\nHost: %s\\r\\nContent-Length: %s\\r\\n\\r\\n%s' \
                  $path $address ${#body} "$body" | nc ${address%%:*} ${address##*:} > /out/answer
              wget -q -O /out/read $ECS_AGENT_URI/task-protection/v1/state
              mv /out/read /out/state
            fi
            sleep 100000 & wait
            """;

    private final Installation berth;
    private final Ecs ecs;

    TaskProtectionIT(Lab lab) {
        berth = lab.shared();
        ecs = berth.ecs();
    }

    @AfterEach
    void clearUp() {
        ecs.client().deleteService(r -> r.cluster(ecs.cluster()).service(SERVICE).force(true));
        ecs.stopEverything();
        Invariants.hold(berth);
    }

    @Test
    void scaleInSparesTheTaskThatProtectedItself(@TempDir Path folder) throws Exception {
        var main =
                Containers.shell("main", PROTECTS_ITSELF.strip()).mountPoints(mount("out", "/out"));
        var definition = ecs.register(SERVICE, r -> r.volumes(hostVolume("out", folder)), main);
        ecs.client()
                .createService(
                        r ->
                                r.cluster(ecs.cluster())
                                        .serviceName(SERVICE)
                                        .taskDefinition(definition)
                                        .desiredCount(3));
        Await.until("three tasks", TIMEOUT, () -> running().size() == 3);
        Await.until("one to be protected", TIMEOUT, () -> Files.exists(folder.resolve("state")));

        var state =
                new ObjectMapper()
                        .readTree(Files.readString(folder.resolve("state")))
                        .path("protection");
        assertThat(state.path("ProtectionEnabled").asBoolean())
                .as(Files.readString(folder.resolve("answer")))
                .isTrue();
        assertThat(state.path("ExpirationDate").asText()).endsWith("Z");
        var task = state.path("TaskArn").asText();
        assertThat(running()).contains(task);

        ecs.client().updateService(r -> r.cluster(ecs.cluster()).service(SERVICE).desiredCount(1));
        Await.until("one task", TIMEOUT, () -> running().size() == 1);

        assertThat(running()).containsExactly(task);
        assertThat(
                        ecs.client()
                                .getTaskProtection(r -> r.cluster(ecs.cluster()).tasks(task))
                                .protectedTasks()
                                .getFirst()
                                .protectionEnabled())
                .isTrue();
    }

    private List<String> running() {
        return ecs.list(DesiredStatus.RUNNING).stream()
                .filter(task -> ecs.describe(task).lastStatus().equals("RUNNING"))
                .toList();
    }
}
