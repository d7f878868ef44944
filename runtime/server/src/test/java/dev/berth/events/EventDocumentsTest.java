package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.feed.Change;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.Connection;
import dev.berth.domain.Aggregate;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.ServiceSettings.PropagateTags;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.tag.TagChange;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.http.TestPort;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Events of the journal in, documents out. */
class EventDocumentsTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static final Instant AT = Instant.parse("2026-02-03T04:05:06.789Z");
    private static final String PREFIX = "arn:aws:ecs:eu-test-1:123456789012:";
    private static final EntityAddress<?> TASK = AggregateKind.TASK.at("blue", "ab12");
    private static final EntityAddress<?> INSTANCE =
            AggregateKind.CONTAINER_INSTANCE.at("blue", "i1");
    private static final EntityAddress<?> SERVICE = AggregateKind.SERVICE.at("blue", "web");

    private final EventDocuments documents = new EventDocuments(TestPort.ARNS);
    private ClusterSnapshot contents = ClusterSnapshot.empty("blue");

    @Test
    void aTaskIsAnnouncedAtEachOfItsStates() throws Exception {
        var launched = only(apply(TASK, launched()));
        assertThat(launched.path("version").asText()).isEqualTo("0");
        assertThat(launched.path("detail-type").asText()).isEqualTo("ECS Task State Change");
        assertThat(launched.path("source").asText()).isEqualTo("aws.ecs");
        assertThat(launched.path("account").asText()).isEqualTo("123456789012");
        assertThat(launched.path("region").asText()).isEqualTo("eu-test-1");
        assertThat(launched.path("time").asText()).isEqualTo("2026-02-03T04:05:06Z");
        assertThat(launched.path("resources").get(0).asText()).isEqualTo(PREFIX + "task/blue/ab12");
        var detail = launched.path("detail");
        assertThat(detail.path("taskArn").asText()).isEqualTo(PREFIX + "task/blue/ab12");
        assertThat(detail.path("clusterArn").asText()).isEqualTo(PREFIX + "cluster/blue");
        assertThat(detail.path("lastStatus").asText()).isEqualTo("PENDING");
        assertThat(detail.path("createdAt").asText()).isEqualTo("2026-02-03T04:05:06.789Z");
        assertThat(detail.path("updatedAt").asText()).isEqualTo("2026-02-03T04:05:06.789Z");
        assertThat(detail.path("version").asLong()).isEqualTo(1);

        var running = only(apply(TASK, progressed(LastStatus.RUNNING))).path("detail");
        assertThat(running.path("lastStatus").asText()).isEqualTo("RUNNING");
        assertThat(running.path("version").asLong()).isEqualTo(2);

        var stopping =
                only(apply(
                                TASK,
                                new TaskEvent.StopRequested(StopCode.USER_INITIATED, "enough", AT)))
                        .path("detail");
        assertThat(stopping.path("desiredStatus").asText()).isEqualTo("STOPPED");
        assertThat(stopping.path("stoppedReason").asText()).isEqualTo("enough");

        var stopped =
                only(apply(
                                TASK,
                                new TaskEvent.Stopped(null, StopCode.USER_INITIATED, "enough", AT)))
                        .path("detail");
        assertThat(stopped.path("lastStatus").asText()).isEqualTo("STOPPED");
        assertThat(stopped.path("stopCode").asText()).isEqualTo("UserInitiated");
        assertThat(stopped.path("stoppedAt").asText()).isEqualTo("2026-02-03T04:05:06.789Z");
    }

    @Test
    void theEnvironmentOfATaskIsNotSent() throws Exception {
        var json = only(apply(TASK, launched())).toString();
        assertThat(json).contains("\"command\":[\"run\"]").doesNotContain("hidden", "environment");
    }

    @Test
    void theIdOfAnEventIsTheSameWheneverItIsMadeAndOfNoOther() {
        var first = apply(TASK, launched());
        var id = documents.of(first, AccountSnapshot.EMPTY).getFirst().id();
        assertThat(documents.of(first, AccountSnapshot.EMPTY).getFirst().id()).isEqualTo(id);
        assertThat(
                        documents
                                .of(
                                        apply(TASK, progressed(LastStatus.RUNNING)),
                                        AccountSnapshot.EMPTY)
                                .getFirst()
                                .id())
                .isNotEqualTo(id);
    }

    @Test
    void whatEcsDoesNotAnnounceIsNotAnnounced() {
        apply(TASK, launched());
        var tagged =
                apply(TASK, new TaskEvent.TagsChanged(new TagChange(Map.of("k", "v"), Set.of())));
        assertThat(documents.of(tagged, AccountSnapshot.EMPTY)).isEmpty();
        var given = apply(AggregateKind.TASK.at("blue", "cd34"), new TaskEvent.Abandoned(AT));
        assertThat(documents.of(given, AccountSnapshot.EMPTY)).isEmpty();
    }

    @Test
    void anInstanceIsAnnouncedWhenItRegistersDrainsConnectsAndLeaves() throws Exception {
        var registered = only(apply(INSTANCE, registered()));
        assertThat(registered.path("detail-type").asText())
                .isEqualTo("ECS Container Instance State Change");
        assertThat(registered.path("resources").get(0).asText())
                .isEqualTo(PREFIX + "container-instance/blue/i1");
        assertThat(registered.at("/detail/status").asText()).isEqualTo("ACTIVE");
        assertThat(registered.at("/detail/agentConnected").asBoolean()).isFalse();

        var before = contents;
        contents = contents.withConnection("i1", new Connection("s", AT));
        var connected = only(observed(INSTANCE, before));
        assertThat(connected.at("/detail/agentConnected").asBoolean()).isTrue();
        assertThat(documents.of(observed(INSTANCE, contents), AccountSnapshot.EMPTY)).isEmpty();

        var draining =
                apply(
                        INSTANCE,
                        new InstanceEvent.StatusChanged(ContainerInstance.Status.DRAINING, AT));
        assertThat(only(draining).at("/detail/status").asText()).isEqualTo("DRAINING");
        var numbered = apply(INSTANCE, new InstanceEvent.SequenceReserved(1_000));
        assertThat(documents.of(numbered, AccountSnapshot.EMPTY)).isEmpty();
        var gone = only(apply(INSTANCE, new InstanceEvent.Deregistered(AT)));
        assertThat(gone.at("/detail/status").asText()).isEqualTo("INACTIVE");
    }

    @Test
    void aServiceTellsOfItsDeploymentsAndItsSteadyState() throws Exception {
        var created = only(apply(SERVICE, created()));
        assertThat(created.path("detail-type").asText()).isEqualTo("ECS Deployment State Change");
        assertThat(created.path("resources").get(0).asText())
                .isEqualTo(PREFIX + "service/blue/web");
        assertThat(created.at("/detail/eventName").asText())
                .isEqualTo("SERVICE_DEPLOYMENT_IN_PROGRESS");
        assertThat(created.at("/detail/deploymentId").asText()).isEqualTo("ecs-svc/1");

        var completed = only(apply(SERVICE, new ServiceEvent.DeploymentCompleted("ecs-svc/1", AT)));
        assertThat(completed.at("/detail/eventName").asText())
                .isEqualTo("SERVICE_DEPLOYMENT_COMPLETED");

        var steady = only(told(ServiceTexts.steady("web")));
        assertThat(steady.path("detail-type").asText()).isEqualTo("ECS Service Action");
        assertThat(steady.at("/detail/eventName").asText()).isEqualTo("SERVICE_STEADY_STATE");
        assertThat(steady.at("/detail/eventType").asText()).isEqualTo("INFO");
        assertThat(steady.at("/detail/clusterArn").asText()).isEqualTo(PREFIX + "cluster/blue");
        assertThat(steady.at("/detail/createdAt").asText()).isEqualTo("2026-02-03T04:05:06.789Z");
    }

    @Test
    void aServiceThatCannotStartItsTasksSaysWhy() throws Exception {
        apply(SERVICE, created());
        var unplaced =
                only(
                        told(
                                ServiceTexts.unplaced(
                                        "web",
                                        "The closest matching (container-instance i1) has"
                                                + " insufficient CPU units available.")));
        assertThat(unplaced.at("/detail/eventName").asText())
                .isEqualTo("SERVICE_TASK_PLACEMENT_FAILURE");
        assertThat(unplaced.at("/detail/eventType").asText()).isEqualTo("ERROR");
        assertThat(unplaced.at("/detail/reason").asText()).isEqualTo("RESOURCE:CPU");
        assertThat(unplaced.at("/detail/containerInstanceArns/0").asText())
                .isEqualTo(PREFIX + "container-instance/blue/i1");
        var impaired = only(told(ServiceTexts.unableToStart("web")));
        assertThat(impaired.at("/detail/eventName").asText())
                .isEqualTo("SERVICE_TASK_START_IMPAIRED");
        assertThat(impaired.at("/detail/eventType").asText()).isEqualTo("WARN");
        var failed =
                apply(
                        SERVICE,
                        new ServiceEvent.DeploymentFailed(
                                "ecs-svc/1", ServiceEvent.Failure.CIRCUIT_BREAKER, null, AT));
        assertThat(only(failed).at("/detail/eventName").asText())
                .isEqualTo("SERVICE_DEPLOYMENT_FAILED");
        assertThat(documents.of(told("(service web) says something else."), AccountSnapshot.EMPTY))
                .isEmpty();
    }

    private JsonNode only(Change change) throws Exception {
        var made = new ArrayList<JsonNode>();
        for (var document : documents.of(change, AccountSnapshot.EMPTY)) {
            made.add(JSON.readTree(document.json()));
        }
        assertThat(made).hasSize(1);
        return made.getFirst();
    }

    private Change apply(EntityAddress<?> address, Aggregate.Event event) {
        var before = state(address);
        var number = contents.sequenceNumber(address) + 1;
        contents = contents.after(address, number, event);
        return new Change(address, number, event, before, state(address), AT, contents, contents);
    }

    private Change told(String text) {
        return apply(SERVICE, new ServiceEvent.MessageLogged(text, false, AT));
    }

    private Change observed(EntityAddress<?> address, ClusterSnapshot before) {
        var state = state(address);
        var number = contents.sequenceNumber(address);
        return new Change(address, number, null, state, state, AT, contents, before);
    }

    private Aggregate.State state(EntityAddress<?> address) {
        Aggregate.State held = contents.table(address.kind()).state(address.localId()).orElse(null);
        return held == null ? address.kind().decider().initial() : held;
    }

    private static TaskEvent launched() {
        var overrides =
                "{\"containerOverrides\":[{\"name\":\"main\",\"command\":[\"run\"],"
                        + "\"environment\":[{\"name\":\"KEY\",\"value\":\"hidden\"}]}]}";
        return new TaskEvent.Launched(
                new TaskSpec(
                        "blue",
                        "ab12",
                        "i1",
                        "web",
                        1,
                        "family:web",
                        null,
                        "EC2",
                        overrides,
                        100,
                        50,
                        List.of(new ContainerSpec("main", "c1", "image", true, 100, 50, 0))),
                AT);
    }

    private static TaskEvent progressed(LastStatus status) {
        return new TaskEvent.Progressed(
                new TaskReport(status, null, List.of(), null, null, null), AT);
    }

    private static InstanceEvent registered() {
        return new InstanceEvent.Registered(
                "blue",
                "i1",
                new Resources(1_000, 1_000, Set.of()),
                Map.of(),
                new Versions("1", null, null),
                AT);
    }

    private static ServiceEvent created() {
        return new ServiceEvent.Created(
                new Service.Identity(
                        "blue", "web", SchedulingStrategy.REPLICA, AT, "arn", null, "print"),
                new ServiceSettings(
                        DeploymentConfiguration.REPLICA,
                        0,
                        List.of(),
                        List.of(),
                        false,
                        PropagateTags.NONE,
                        false,
                        null,
                        "{}"),
                2,
                "ecs-svc/1",
                "d1",
                new ServiceRevision("r1", "web", 1, "EC2", "{}", Map.of(), AT));
    }
}
