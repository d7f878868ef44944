package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.api.EcsOperations;
import dev.berth.server.http.TestPort;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Task;

/** A whole server, for agents that speak to it over its port alone. */
final class AgentsServer implements AutoCloseable {
    private final ControlPlane plane;
    private final TestPort port;
    private final EcsClient ecs;

    AgentsServer(Path folder) throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Duration.ofHours(1),
                        InstantSource.system(),
                        ConfigFactory.empty());
        port =
                new TestPort(
                        EcsOperations.over(plane, TestPort.ARNS, null),
                        new Gateway(plane, TestPort.ARNS));
        ecs = port.ecs();
        ecs.registerTaskDefinition(
                r ->
                        r.family("web")
                                .containerDefinitions(
                                        container("web").toBuilder()
                                                .portMappings(
                                                        PortMapping.builder()
                                                                .containerPort(80)
                                                                .build())
                                                .build(),
                                        container("side").toBuilder().essential(false).build()));
    }

    private static ContainerDefinition container(String name) {
        return ContainerDefinition.builder().name(name).image("local/busybox:1").memory(64).build();
    }

    TestPort port() {
        return port;
    }

    EcsClient ecs() {
        return ecs;
    }

    /** A task of two containers on the agent's instance, once that is connected. */
    String startTask(RecordedAgent agent) throws Exception {
        awaitConnected(agent, true);
        var started = ecs.startTask(r -> r.taskDefinition("web").containerInstances(agent.arn()));
        assertThat(started.failures()).isEmpty();
        return started.tasks().getFirst().taskArn();
    }

    Task describe(String task) {
        return ecs.describeTasks(r -> r.tasks(task)).tasks().getFirst();
    }

    void awaitConnected(RecordedAgent agent, boolean connected) throws Exception {
        var id = TestPort.ARNS.containerInstance(agent.arn()).id();
        awaitView(view -> view.isConnected(id) == connected);
    }

    private void awaitView(Predicate<ClusterSnapshot> condition) throws Exception {
        var met = new CompletableFuture<Void>();
        plane.clusterView("default")
                .subscribe(
                        (_, snapshot) -> {
                            if (condition.test(snapshot)) {
                                met.complete(null);
                            }
                        });
        if (condition.test(plane.cluster("default"))) {
            met.complete(null);
        }
        met.get(10, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        ecs.close();
        port.close();
        plane.close();
    }
}
