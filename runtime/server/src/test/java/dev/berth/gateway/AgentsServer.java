package dev.berth.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.http.TestPort;
import dev.berth.server.EcsOperations;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.Task;

/** A whole server, for agents that speak to it over its port alone. */
public final class AgentsServer implements AutoCloseable {
    private final ControlPlane plane;
    private final TestPort port;
    private final EcsClient ecs;

    public AgentsServer(Path folder) throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        new DefaultPlacement(),
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

    public TestPort port() {
        return port;
    }

    public EcsClient ecs() {
        return ecs;
    }

    /** A task of two containers on the agent's instance, once that is connected. */
    String startTask(RecordedAgent agent) throws Exception {
        awaitConnected(agent, true);
        var started = ecs.startTask(r -> r.taskDefinition("web").containerInstances(agent.arn()));
        assertThat(started.failures()).isEmpty();
        return started.tasks().getFirst().taskArn();
    }

    /** The task with everything that was reported before. */
    Task describe(String task) {
        ClusterWatch.showsReports(plane, "default");
        return ecs.describeTasks(r -> r.tasks(task)).tasks().getFirst();
    }

    ContainerInstance instance(RecordedAgent agent) {
        return ecs.describeContainerInstances(r -> r.containerInstances(agent.arn()))
                .containerInstances()
                .getFirst();
    }

    public ControlPlane plane() {
        return plane;
    }

    public void awaitConnected(String instanceArn) throws Exception {
        var id = TestPort.ARNS.containerInstance(instanceArn).id();
        ClusterWatch.await(plane, "default", view -> view.isConnected(id));
    }

    public void awaitConnected(RecordedAgent agent, boolean connected) throws Exception {
        var id = TestPort.ARNS.containerInstance(agent.arn()).id();
        ClusterWatch.await(plane, "default", view -> view.isConnected(id) == connected);
    }

    @Override
    public void close() {
        ecs.close();
        port.close();
        plane.close();
    }
}
