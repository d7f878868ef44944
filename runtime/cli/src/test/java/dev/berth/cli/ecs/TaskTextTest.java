package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.berth.cli.text.Screen;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** How a task is shown to a person. */
class TaskTextTest {
    private static final String STOPPED =
            """
            {"taskArn":"arn:aws:ecs:us-east-1:000000000000:task/default/0123456789abcdef0123456789abcdef",
             "clusterArn":"arn:aws:ecs:us-east-1:000000000000:cluster/default",
             "taskDefinitionArn":"arn:aws:ecs:us-east-1:000000000000:task-definition/shop:3",
             "containerInstanceArn":"arn:aws:ecs:us-east-1:000000000000:container-instance/default/fedc",
             "lastStatus":"STOPPED","desiredStatus":"STOPPED","healthStatus":"UNHEALTHY",
             "stopCode":"EssentialContainerExited",
             "stoppedReason":"Essential container in task exited",
             "timeline":{"createdAt":"2026-11-25T08:00:00Z","startedAt":"2026-11-25T08:00:01.250Z",
                         "stoppedAt":"2026-11-25T11:00:00Z"},
             "containers":[
               {"name":"web","essential":true,"image":"shop:1","imageDigest":"sha256:12",
                "lastStatus":"STOPPED","healthStatus":"UNHEALTHY","runtimeId":"d1","exitCode":137,
                "signal":"SIGKILL","outOfMemory":true,
                "reason":"OutOfMemoryError: Container killed due to memory usage",
                "networkBindings":[{"bindIP":"0.0.0.0","containerPort":80,"hostPort":40000,"protocol":"tcp"}],
                "healthChecks":[{"startedAt":"2026-11-25T10:59:00Z","endedAt":"2026-11-25T10:59:01Z",
                                 "exitCode":1,"output":"refused\\nagain\\n"}],
                "logLines":[{"stream":"stdout","text":"begins"},{"stream":"stderr","text":"no memory"}]},
               {"name":"side","essential":false,"image":"log:2","lastStatus":"STOPPED",
                "healthStatus":"UNKNOWN","outOfMemory":false,"networkBindings":[],
                "healthChecks":[],"logLines":[]}]}
            """;

    @Test
    void aTaskThatIsOverTellsWhyAndWhenAndWhatItsContainersWroteLast() throws Exception {
        assertThat(text(STOPPED))
                .isEqualTo(
                        """
                        Task 0123456789abcdef0123456789abcdef
                          status       STOPPED
                          reason       EssentialContainerExited: Essential container in task exited
                          health       UNHEALTHY
                          definition   shop:3
                          cluster      default
                          instance     fedc

                        Timeline (Z)
                          2026-11-25 08:00:00.000              created
                          2026-11-25 08:00:01.250      +1.3 s  reported running
                          2026-11-25 11:00:00.000    +180 min  stopped

                        Container web: exit code 137 (SIGKILL), out of memory
                          reason       OutOfMemoryError: Container killed due to memory usage
                          image        shop:1
                          digest       sha256:12
                          ports        0.0.0.0:40000 -> 80/tcp
                          health       UNHEALTHY, the last check:
                            2026-11-25 10:59:00.000  exit code 1  refused
                                                     again
                          logs         the last 2 lines:
                            out | begins
                            err | no memory

                        Container side (not essential): never started
                          image        log:2""");
    }

    @Test
    void whatIsMissingIsSaid() throws Exception {
        var amazons =
                STOPPED.replace(
                        "\"stopCode\"",
                        "\"missing\":\"Amazon's agent ran this task.\",\"stopCode\"");
        assertThat(text(amazons)).contains("  note         Amazon's agent ran this task.");
        var gone =
                STOPPED.replaceFirst(
                        "\"logLines\":\\[[^]]*]",
                        "\"logLines\":[],\"logLinesMissing\":\"The container is gone.\"");
        assertThat(text(gone)).contains("  logs         The container is gone.");
    }

    private static String text(String json) throws JsonProcessingException {
        return TaskText.of(
                new ObjectMapper().readTree(json),
                Screen.plain(80),
                Integer.MAX_VALUE,
                ZoneOffset.UTC);
    }
}
