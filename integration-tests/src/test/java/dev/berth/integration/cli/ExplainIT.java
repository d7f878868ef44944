package dev.berth.integration.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.AwsCli;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Command;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Attributes and filters through the plain AWS CLI, and {@code berth explain}. */
@OnEmbeddedDatabase
class ExplainIT {
    private static final Path BERTH =
            Path.of("../target/berth/bin/berth").toAbsolutePath().normalize();
    private static final JsonMapper JSON = new JsonMapper();

    private final Lab lab;

    ExplainIT(Lab lab) {
        this.lab = lab;
    }

    @Test
    void whyTasksWereNotPlacedIsToldInstanceByInstance() throws Exception {
        try (var server = lab.server("explain").start();
                var ecs = new Ecs(server, Installation.CLUSTER)) {
            ecs.client().createCluster(r -> r.clusterName(Installation.CLUSTER));
            try (var _ = FakeAgents.start(lab.bench(), server, Installation.CLUSTER, 2, f -> f)) {
                var marked = mark(server);
                ecs.register("big", Containers.idle("main").memory(10_000));

                var run = aws(server, "run-task", "--task-definition", "big", "--count", "3");

                assertThat(run.path("tasks")).hasSize(2);
                assertThat(run.path("failures"))
                        .extracting(failure -> failure.path("reason").asText())
                        .containsExactly("RESOURCE:MEMORY", "RESOURCE:MEMORY");
                var latest = berth(server, "run", "-o", "json").path("explanations");
                var request = latest.path(0).path("requestId").asText();
                var told = berth(server, "run", request, "-o", "json").at("/explanations/0");
                assertThat(told.path("instances"))
                        .hasSize(2)
                        .allSatisfy(
                                instance ->
                                        assertThat(instance.path("detail").asText())
                                                .contains("10000", "6384"));
                assertThat(text(server, "run")).contains(request, "2 of 3", "RESOURCE:MEMORY");
                assertThat(text(server, "run", request))
                        .contains("2 of 3 tasks placed", "not placed", marked.substring(0, 12));
                var task = run.at("/tasks/0/taskArn").asText();
                assertThat(text(server, "task", task)).contains("The task was placed on ");

                server.kill();
                server.start();
                assertThat(text(server, "run", request))
                        .contains("2 of 3 tasks placed", "not placed", "RESOURCE:MEMORY");
            }
        }
    }

    /** Sets an attribute of one instance, finds the instance by it, and returns its id. */
    private JsonNode attributed(BerthServer server, String instance) throws Exception {
        aws(server, "put-attributes", "--attributes", "name=stack,value=prod,targetId=" + instance);
        return aws(
                server,
                "list-container-instances",
                "--filter",
                "attribute:stack == prod and agentConnected == true");
    }

    private String mark(BerthServer server) throws Exception {
        var instance =
                aws(server, "list-container-instances").at("/containerInstanceArns/0").asText();
        var found = attributed(server, instance).path("containerInstanceArns");
        assertThat(found).extracting(JsonNode::asText).containsExactly(instance);
        return instance.substring(instance.lastIndexOf('/') + 1);
    }

    private static JsonNode berth(BerthServer server, String... words) throws Exception {
        return JSON.readTree(text(server, words));
    }

    private static String text(BerthServer server, String... words) {
        var command = new ArrayList<>(List.of(BERTH.toString(), "explain"));
        command.addAll(List.of(words));
        command.addAll(List.of("--data", server.data().toString()));
        return new Command(command, Map.of("JAVA_HOME", System.getProperty("java.home")))
                .outcome()
                .output();
    }

    private static JsonNode aws(BerthServer server, String... words) throws Exception {
        var keys = server.credentials().resolveCredentials();
        var command = new ArrayList<>(List.of(AwsCli.program(), "ecs"));
        command.addAll(List.of(words));
        command.addAll(List.of("--output", "json"));
        var environment =
                Map.of(
                        "AWS_ENDPOINT_URL", server.endpoint().toString(),
                        "AWS_DEFAULT_REGION", "us-east-1",
                        "AWS_ACCESS_KEY_ID", keys.accessKeyId(),
                        "AWS_SECRET_ACCESS_KEY", keys.secretAccessKey(),
                        "AWS_EC2_METADATA_DISABLED", "true");
        var outcome = new Command(command, environment).outcome();
        assertThat(outcome.exitCode()).as(outcome.errors()).isZero();
        return outcome.output().isBlank() ? JSON.nullNode() : JSON.readTree(outcome.output());
    }
}
