package dev.berth.integration.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.AwsCli;
import dev.berth.integration.installation.Http;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.BusyboxImage;
import dev.berth.integration.testbed.Command;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a person types first, with nothing but the plain AWS CLI. */
@OnEmbeddedDatabase
class AwsCliIT {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String CONTAINERS =
            """
            [{"name": "web", "image": "%s", "cpu": 10, "memory": 16, "stopTimeout": 2,
              "portMappings": [{"containerPort": 80, "protocol": "tcp"}],
              "command": ["sh", "-c", "mkdir -p /tmp/www; echo ahoy > /tmp/www/index.html; %s"]}]
            """
                    .formatted(BusyboxImage.NAME, "exec httpd -f -p 80 -h /tmp/www");

    private final Installation berth;

    AwsCliIT(Lab lab) {
        berth = lab.shared();
    }

    @Test
    void aTaskIsRunLookedAtAndStopped() throws Exception {
        assertThat(aws("sts", "get-caller-identity").path("Account").asText())
                .isEqualTo("000000000000");
        assertThat(aws("ecs", "create-cluster").at("/cluster/clusterName").asText())
                .isEqualTo("default");
        aws(
                "ecs",
                "register-task-definition",
                "--family",
                "cli",
                "--container-definitions",
                CONTAINERS);
        var run = aws("ecs", "run-task", "--task-definition", "cli");
        assertThat(run.path("failures")).isEmpty();
        var task = run.at("/tasks/0/taskArn").asText();

        aws("ecs", "wait", "tasks-running", "--tasks", task);
        var described = aws("ecs", "describe-tasks", "--tasks", task).at("/tasks/0");
        var port = described.at("/containers/0/networkBindings/0/hostPort").asInt();
        var instance = described.path("containerInstanceArn").asText();
        assertThat(Http.get(hostOf(instance), port)).isEqualTo("ahoy");

        assertThat(aws("ecs", "list-container-instances").path("containerInstanceArns"))
                .extracting(JsonNode::asText)
                .contains(instance);
        var instances =
                aws("ecs", "describe-container-instances", "--container-instances", instance);
        assertThat(instances.at("/containerInstances/0/runningTasksCount").asInt()).isEqualTo(1);

        aws("ecs", "stop-task", "--task", task, "--reason", "seen it");
        aws("ecs", "wait", "tasks-stopped", "--tasks", task);
        var stopped = aws("ecs", "describe-tasks", "--tasks", task).at("/tasks/0");
        assertThat(stopped.path("stoppedReason").asText()).isEqualTo("seen it");
        assertThat(stopped.path("stopCode").asText()).isEqualTo("UserInitiated");
    }

    private String hostOf(String instance) {
        return berth.agents().stream()
                .filter(agent -> agent.containerInstanceArn().equals(instance))
                .map(agent -> agent.host().address())
                .findFirst()
                .orElseThrow();
    }

    /** The answer of the AWS CLI; it knows nothing but what {@code berth env} prints. */
    private JsonNode aws(String... words) throws Exception {
        var keys = berth.server().credentials().resolveCredentials();
        var command = new ArrayList<>(List.of(AwsCli.program()));
        command.addAll(List.of(words));
        command.addAll(List.of("--output", "json"));
        var output =
                new Command(
                                command,
                                Map.of(
                                        "AWS_ENDPOINT_URL", berth.server().endpoint().toString(),
                                        "AWS_REGION", "us-east-1",
                                        "AWS_DEFAULT_REGION", "us-east-1",
                                        "AWS_ACCESS_KEY_ID", keys.accessKeyId(),
                                        "AWS_SECRET_ACCESS_KEY", keys.secretAccessKey(),
                                        "AWS_EC2_METADATA_DISABLED", "true",
                                        "AWS_PAGER", ""))
                        .output();
        return JSON.readTree(output);
    }
}
