package dev.berth.integration.watch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ServerException;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Readers of events miss none while the server is killed: a reader of the event stream that
 * resumes, and a webhook.
 */
@OnEmbeddedDatabase
class EventsOverKillIT {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";
    private static final int INSTANCES = 2;
    private static final int KILLS = 2;
    private static final int CALLS = 15;
    private static final Duration SOON = Duration.ofSeconds(60);

    private final Lab lab;
    private final ReceivedEvents streamed = new ReceivedEvents();
    private final ReceivedEvents posted = new ReceivedEvents();
    private WebhookReceiver receiver;
    private BerthServer server;
    private Ecs ecs;

    EventsOverKillIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start() throws Exception {
        receiver = new WebhookReceiver(posted);
        server = lab.server("events");
        Files.writeString(
                server.data().resolve("berth.conf"),
                """
                admin.token = "%s"
                events.webhooks = [{name = receiver, url = "%s", secret = "sixteen bytes or more"}]
                """
                        .formatted(TOKEN, receiver.uri()),
                StandardOpenOption.APPEND);
        server.start();
        ecs = new Ecs(server, Installation.CLUSTER);
        ecs.client().createCluster(r -> r.clusterName(Installation.CLUSTER));
    }

    @AfterEach
    void stop() {
        ecs.close();
        server.close();
        receiver.close();
    }

    @Test
    void theStreamAndTheWebhookHaveEveryEventInOrderAlthoughTheServerIsKilled() throws Exception {
        try (var _ =
                        FakeAgents.start(
                                lab.bench(),
                                server,
                                Installation.CLUSTER,
                                INSTANCES,
                                fleet -> fleet.resources(65536, 65536));
                var stream = new EventStreamClient(server, TOKEN, streamed)) {
            var definition = ecs.register("told", Containers.idle("main").cpu(64).memory(64));
            ecs.client()
                    .createService(
                            r ->
                                    r.cluster(ecs.cluster())
                                            .serviceName("shop")
                                            .taskDefinition(definition)
                                            .desiredCount(3));
            for (var kill = 0; kill < KILLS; kill++) {
                workAndKill(definition);
            }
            awaitRest();
            var tasks = tasks();
            assertThat(tasks).hasSizeGreaterThanOrEqualTo(KILLS * CALLS * 2);

            for (var received : List.of(streamed, posted)) {
                Await.holds("every event", SOON, () -> received.assertHasEach(tasks));
                received.assertInstancesInOrder(INSTANCES);
                Await.holds(
                        "the deployment",
                        SOON,
                        () ->
                                assertThat(received.deployments("shop"))
                                        .containsExactly(
                                                "SERVICE_DEPLOYMENT_IN_PROGRESS",
                                                "SERVICE_DEPLOYMENT_COMPLETED"));
            }
            assertThat(stream.connections()).isGreaterThan(KILLS);
        }
    }

    /** The server is killed while tasks are started and stopped. */
    private void workAndKill(String definition) throws Exception {
        var answered = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work =
                    threads.submit(
                            () -> {
                                for (var call = 0; call < CALLS; call++) {
                                    var tasks = placed(definition);
                                    untilAnswered(() -> stopped(tasks.getFirst()));
                                    answered.incrementAndGet();
                                }
                            });
            Await.until("some calls", SOON, () -> answered.get() >= CALLS / 3);
            server.kill();
            server.start();
            work.get(SOON.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /** Shortly after a start no agent is connected, and no task can be placed. */
    private List<Task> placed(String definition) {
        return Await.value(
                "placed tasks",
                SOON,
                () -> {
                    var token = UUID.randomUUID().toString();
                    var tasks = untilAnswered(() -> run(definition, token));
                    return Optional.of(tasks).filter(found -> !found.isEmpty());
                });
    }

    private List<Task> run(String definition, String token) {
        return ecs.client()
                .runTask(
                        r ->
                                r.cluster(ecs.cluster())
                                        .taskDefinition(definition)
                                        .count(2)
                                        .clientToken(token))
                .tasks();
    }

    private Task stopped(Task task) {
        return ecs.client().stopTask(r -> r.cluster(ecs.cluster()).task(task.taskArn())).task();
    }

    private static <T> T untilAnswered(Callable<T> call) {
        return Await.value(
                "an answer",
                SOON,
                () -> {
                    try {
                        return Optional.of(call.call());
                    } catch (SdkClientException | ServerException _) {
                        return Optional.empty(); // the outcome is unknown
                    }
                });
    }

    private List<Task> tasks() {
        var all = new HashSet<>(ecs.list(DesiredStatus.RUNNING));
        all.addAll(ecs.list(DesiredStatus.STOPPED));
        return new ArrayList<>(ecs.describe(all));
    }

    private void awaitRest() {
        Await.holds(
                "every task to come to rest",
                SOON,
                () ->
                        assertThat(tasks())
                                .allMatch(task -> task.lastStatus().equals(task.desiredStatus()))
                                .filteredOn(task -> task.group().equals("service:shop"))
                                .hasSize(3));
    }
}
