package dev.berth.integration.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.SchedulingStrategy;
import software.amazon.awssdk.services.ecs.model.ServerException;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Services and two schedulers outside the server use one cluster while the server is killed. No
 * instance is overcommitted, which the doctor proves from the journal, and each service reaches its
 * desired count.
 */
@OnEmbeddedDatabase
class SharedWithServicesIT {
    private static final int INSTANCES = 4;
    private static final int KILLS = 3;
    private static final Duration SOON = Duration.ofSeconds(60);

    /** Reservations of tasks that were not launched are released after a minute. */
    private static final Duration COMPLETE = Duration.ofSeconds(120);

    private static final List<String> SERVICES = List.of("web", "api", "logs");

    private final Lab lab;
    private BerthServer server;
    private Ecs ecs;

    SharedWithServicesIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start() {
        server = lab.server("shared-with-services").start();
        ecs = new Ecs(server, Installation.CLUSTER);
        ecs.client().createCluster(r -> r.clusterName(Installation.CLUSTER));
    }

    @AfterEach
    void stop() {
        ecs.close();
        server.close();
    }

    @Test
    void servicesReachTheirDesiredCountsBesideTwoSchedulersWhileTheServerIsKilled()
            throws Exception {
        var own = ecs.register("own", Containers.idle("main").cpu(128).memory(128));
        var emptiest = Comparator.comparing(OwnScheduler::freeCpu);
        try (var _ =
                        FakeAgents.start(
                                lab.bench(),
                                server,
                                Installation.CLUSTER,
                                INSTANCES,
                                fleet -> fleet.resources(1024, 1024));
                var spread = new OwnScheduler(ecs, "spread", own, emptiest);
                var pack = new OwnScheduler(ecs, "pack", own, emptiest.reversed())) {
            create("logs", 0, 64, SchedulingStrategy.DAEMON);
            create("web", 8, 128, SchedulingStrategy.REPLICA);
            create("api", 2, 256, SchedulingStrategy.REPLICA);
            spread.start();
            pack.start();

            for (var kill = 1; kill <= KILLS; kill++) {
                spread.awaitMoreStarts(10);
                change(kill);
                server.kill();
                server.start();
            }
            spread.awaitMoreStarts(10);
            spread.finish();
            pack.finish();

            assertThat(pack.refusals()).as("the instances were contended").isNotEmpty();
            assertThat(spread.started()).doesNotHaveDuplicates();
            assertExist(spread);
            assertExist(pack);
            spread.stopTasks();
            pack.stopTasks();
            Await.holds("the services to be complete", COMPLETE, this::assertComplete);
        }
        server.kill();
        server.checkJournal();
    }

    /** Before the first kill a deployment begins; before the others a service is scaled. */
    private void change(int kill) {
        if (kill == 1) {
            answered(
                    () ->
                            ecs.client()
                                    .updateService(
                                            r ->
                                                    r.cluster(ecs.cluster())
                                                            .service("web")
                                                            .forceNewDeployment(true)));
        } else {
            var count = kill == 2 ? 4 : 3;
            answered(
                    () ->
                            ecs.client()
                                    .updateService(
                                            r ->
                                                    r.cluster(ecs.cluster())
                                                            .service("api")
                                                            .desiredCount(count)));
        }
    }

    private static void answered(Callable<?> call) {
        Await.value(
                "an answer",
                SOON,
                () -> {
                    try {
                        return Optional.of(call.call());
                    } catch (SdkClientException | ServerException _) {
                        return Optional.empty();
                    }
                });
    }

    private void create(String name, int count, int size, SchedulingStrategy strategy) {
        var definition = ecs.register(name, Containers.idle("main").cpu(size).memory(size));
        ecs.client()
                .createService(
                        r -> {
                            r.cluster(ecs.cluster())
                                    .serviceName(name)
                                    .schedulingStrategy(strategy)
                                    .taskDefinition(definition);
                            if (strategy == SchedulingStrategy.REPLICA) r.desiredCount(count);
                        });
    }

    private void assertExist(OwnScheduler scheduler) {
        assertThat(ecs.describe(scheduler.started()))
                .as("each started task of " + scheduler.name())
                .hasSameSizeAs(scheduler.started())
                .allMatch(task -> task.startedBy().equals(scheduler.name()));
    }

    private void assertComplete() {
        var services =
                ecs.client()
                        .describeServices(r -> r.cluster(ecs.cluster()).services(SERVICES))
                        .services();
        assertThat(services)
                .extracting(Service::serviceName, Service::runningCount)
                .containsExactlyInAnyOrder(
                        tuple("web", 8), tuple("api", 3), tuple("logs", INSTANCES));
        assertThat(services)
                .allSatisfy(
                        service -> {
                            assertThat(service.desiredCount()).isEqualTo(service.runningCount());
                            assertThat(service.pendingCount()).isZero();
                            assertThat(service.deployments()).hasSize(1);
                        });
        assertThat(ecs.describe(ecs.list(DesiredStatus.RUNNING)))
                .filteredOn(task -> task.group().equals("service:logs"))
                .extracting(Task::containerInstanceArn)
                .doesNotHaveDuplicates();
    }
}
