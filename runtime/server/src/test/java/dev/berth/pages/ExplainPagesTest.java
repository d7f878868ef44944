package dev.berth.pages;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import dev.berth.http.TestPort;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.RunTaskResponse;

/** Why tasks were placed as they were, through the port. */
@ExtendWith(SharedServer.class)
class ExplainPagesTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String instance;

    ExplainPagesTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.instance = id(server.instance(cluster));
    }

    @Test
    void aTaskThatWasPlacedTellsWhereAndWhatWasAskedFor() throws Exception {
        var family = server.definition();
        var run = run(family, 1, "binpack");
        var task = id(run.tasks().getFirst().taskArn());

        var told = json(get("explain/tasks/" + task + "?cluster=" + cluster));

        assertThat(told.path("requestId").asText()).isEqualTo(run.responseMetadata().requestId());
        assertThat(told.path("at").asText()).isNotEmpty();
        assertThat(told.path("asked"))
                .isEqualTo(
                        JsonMapper.builder()
                                .build()
                                .readTree(
                                        """
                                        {"count":1,"taskDefinition":"%s:1","group":"family:%s",\
                                        "cpu":0,"memory":100,"hostPorts":[],\
                                        "requiredAttributes":%s,\
                                        "placementStrategy":[{"type":"binpack"}],\
                                        "placementConstraints":[]}"""
                                                .formatted(
                                                        family,
                                                        family,
                                                        told.at("/asked/requiredAttributes"))));
        assertThat(told.at("/tasks/0/taskId").asText()).isEqualTo(task);
        assertThat(told.at("/tasks/0/containerInstanceId").asText()).isEqualTo(instance);
        assertThat(told.at("/instances/0/fits").asBoolean()).isTrue();
        assertThat(told.at("/instances/0/chosenForTasks").asInt()).isEqualTo(1);
    }

    @Test
    void aRunThatPlacedLessThanWasAskedTellsByHowMuchEachInstanceWasShort() throws Exception {
        var family = server.definition(Running.container().toBuilder().memory(700).build());
        var run = run(family, 2, "sick");
        assertThat(run.tasks()).hasSize(1);
        var requestId = run.responseMetadata().requestId();

        var told = json(get("explain/runs/" + requestId + "?cluster=" + cluster));

        var explanation = told.at("/explanations/0");
        assertThat(explanation.path("notes").toString()).contains("The plugin sick threw");
        assertThat(explanation.path("tasks"))
                .extracting(task -> task.path("containerInstanceId").asText())
                .containsExactlyInAnyOrder(instance, "null");
        var verdict = explanation.at("/instances/0");
        assertThat(verdict.path("reason").asText()).isEqualTo("RESOURCE:MEMORY");
        assertThat(verdict.path("detail").asText()).contains("700").contains("300");
        assertThat(json(get("explain/runs?cluster=" + cluster)).path("explanations"))
                .extracting(each -> each.path("requestId").asText())
                .containsExactly(requestId);
    }

    @Test
    void theReasonOfASchedulerIsInTheFailuresAndInTheExplanation() throws Exception {
        var run = run(server.definition(), 1, "unwilling");
        assertThat(run.failures())
                .singleElement()
                .satisfies(
                        failure -> {
                            assertThat(failure.arn()).endsWith(instance);
                            assertThat(failure.reason()).isEqualTo("It is Friday.");
                        });
        var requestId = run.responseMetadata().requestId();

        var told = json(get("explain/runs/" + requestId + "?cluster=" + cluster));

        var explanation = told.at("/explanations/0");
        assertThat(explanation.at("/tasks/0/containerInstanceId").isNull()).isTrue();
        assertThat(explanation.at("/tasks/0/reason").asText()).isEqualTo("It is Friday.");
        assertThat(explanation.at("/instances/0/fits").asBoolean()).isTrue();
    }

    @Test
    void aRunThatPlacedEverythingIsNotAmongThoseThatPlacedLess() throws Exception {
        run(server.definition(), 1, "random");

        assertThat(json(get("explain/runs?cluster=" + cluster)).path("explanations")).isEmpty();
    }

    @Test
    void aServiceWithoutAPlaceTellsWhatItWaitsForAndHowMuchEachInstanceIsShort() throws Exception {
        var family = server.definition(Running.container().toBuilder().memory(1_100).build());
        ecs.createService(
                r -> r.cluster(cluster).serviceName("web").taskDefinition(family).desiredCount(1));

        var told = awaitPlacement("web");

        assertThat(told.path("steady").asBoolean()).isFalse();
        assertThat(told.path("waits"))
                .anySatisfy(
                        wait -> {
                            assertThat(wait.path("kind").asText()).isEqualTo("PLACEMENT");
                            assertThat(wait.path("until").asText()).isNotEmpty();
                        });
        assertThat(told.at("/placement/asked/group").asText()).isEqualTo("service:web");
        assertThat(told.at("/placement/instances/0/reason").asText()).isEqualTo("RESOURCE:MEMORY");
        assertThat(told.at("/placement/instances/0/detail").asText()).contains("1100");
    }

    private JsonNode awaitPlacement(String service) throws Exception {
        var deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            var told = json(get("explain/services/" + service + "?cluster=" + cluster));
            if (told.path("placement").isObject() || System.nanoTime() > deadline) {
                return told;
            }
        }
    }

    @Test
    void aServiceWithAllItsTasksWaitsForNothing() throws Exception {
        var family = server.definition();
        ecs.createService(
                r -> r.cluster(cluster).serviceName("idle").taskDefinition(family).desiredCount(0));

        var told = json(get("explain/services/idle?cluster=" + cluster));

        assertThat(told.path("service").asText()).isEqualTo("idle");
        assertThat(told.path("placement").isNull()).isTrue();
        var unknown = get("explain/services/none?cluster=" + cluster);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(json(unknown).path("message").asText()).startsWith("There is no service none");
    }

    @Test
    void whatIsNotKnownIsSaidInASentence() throws Exception {
        for (var path : List.of("explain/tasks/none", "explain/runs/none")) {
            var answer = get(path + "?cluster=" + cluster);
            assertThat(answer.statusCode()).isEqualTo(404);
            assertThat(json(answer).path("message").asText())
                    .contains("No placement record", "in memory");
        }
        var elsewhere = get("explain/runs?cluster=" + server.name());
        assertThat(elsewhere.statusCode()).isEqualTo(404);
        assertThat(json(elsewhere).path("message").asText()).startsWith("There is no cluster");
        assertThat(get("explain/nothing?cluster=" + cluster).statusCode()).isEqualTo(404);
        assertThat(get("explain/tasks?cluster=" + cluster).statusCode()).isEqualTo(404);
    }

    @Test
    void itCannotBeReadWithoutASignatureOrTheToken() throws Exception {
        var uri = server.port().at("/berth/v1/explain/runs?cluster=" + cluster);
        var request = HttpRequest.newBuilder(uri).build();
        assertThat(HTTP.send(request, BodyHandlers.ofString()).statusCode()).isEqualTo(403);
    }

    private RunTaskResponse run(String family, int count, String strategy) {
        return ecs.runTask(
                r ->
                        r.cluster(cluster)
                                .taskDefinition(family)
                                .count(count)
                                .placementStrategy(
                                        PlacementStrategy.builder().type(strategy).build()));
    }

    private HttpResponse<String> get(String page) throws Exception {
        var request =
                HttpRequest.newBuilder(server.port().at("/berth/v1/" + page))
                        .header("Authorization", "Bearer " + TestPort.ADMIN_TOKEN)
                        .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> answer) throws Exception {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private static String id(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
