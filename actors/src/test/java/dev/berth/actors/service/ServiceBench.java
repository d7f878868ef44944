package dev.berth.actors.service;

import static dev.berth.actors.Given.done;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.Given;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.actors.monitoring.Meter;
import dev.berth.actors.retention.Retention;
import dev.berth.actors.taskdefinition.TaskDefinitions;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.Connection;
import dev.berth.domain.service.DeploymentConfiguration;
import dev.berth.domain.service.SchedulingStrategy;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.domain.service.ServiceSettings;
import dev.berth.domain.service.plan.ServicePolicy;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskShape;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A control plane with one cluster, agents that report, and services in it. */
final class ServiceBench implements AutoCloseable {

    static final String CLUSTER = "blue";

    /** Tasks count as healthy at once, so that nothing waits for time. */
    static final ServicePolicy AT_ONCE =
            new ServicePolicy(
                    Duration.ofMinutes(5),
                    ServicePolicy.Keep.REPLACEMENT,
                    Duration.ZERO,
                    Duration.ZERO,
                    ServicePolicy.DEFAULT.rebalancing(),
                    null);

    /** The same with another time until lost tasks are replaced, null for never. */
    static ServicePolicy replacing(Duration after, ServicePolicy.Keep keep) {
        return new ServicePolicy(
                after,
                keep,
                Duration.ZERO,
                Duration.ZERO,
                ServicePolicy.DEFAULT.rebalancing(),
                null);
    }

    private final Path folder;
    private final ServicePolicy policy;
    private final Duration retention;
    private final InstantSource clock;
    private final PlacementPoints points;
    private ControlPlane plane;
    private ReportingAgents agents;
    private int revisions;
    private int deployments;

    ServiceBench(Path folder, ServicePolicy policy) throws Exception {
        this(folder, policy, Duration.ofHours(1), InstantSource.system());
    }

    ServiceBench(Path folder, ServicePolicy policy, PlacementPoints points) throws Exception {
        this(folder, policy, Duration.ofHours(1), InstantSource.system(), points);
    }

    ServiceBench(Path folder, ServicePolicy policy, Duration retention, InstantSource clock)
            throws Exception {
        this(folder, policy, retention, clock, new DefaultPlacement());
    }

    private ServiceBench(
            Path folder,
            ServicePolicy policy,
            Duration retention,
            InstantSource clock,
            PlacementPoints points)
            throws Exception {
        this.points = points;
        this.folder = folder;
        this.policy = policy;
        this.retention = retention;
        this.clock = clock;
        start();
        Given.cluster(plane, CLUSTER);
    }

    private void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(retention),
                        points,
                        clock,
                        ConfigFactory.empty(),
                        Meter.NONE,
                        _ -> policy);
        agents = new ReportingAgents(plane, CLUSTER);
    }

    void restart(String... instances) throws Exception {
        plane.close();
        start();
        for (var id : instances) {
            instance(id, 10_000);
        }
    }

    ControlPlane plane() {
        return plane;
    }

    ReportingAgents agents() {
        return agents;
    }

    ClusterSnapshot snapshot() {
        return plane.cluster(CLUSTER);
    }

    /** With room for a hundredth of this many tasks. */
    void instance(String id, int cpu) throws Exception {
        Given.instance(plane, CLUSTER, id, cpu, 1_000_000);
    }

    void disconnect(String id) {
        plane.clusterView(CLUSTER)
                .change(
                        AggregateKind.CONTAINER_INSTANCE.at(CLUSTER, id),
                        snapshot -> snapshot.withoutConnection(id, "session-" + id));
    }

    void reconnect(String id) {
        var connection = new Connection("session-" + id, Instant.EPOCH);
        plane.clusterView(CLUSTER)
                .change(
                        AggregateKind.CONTAINER_INSTANCE.at(CLUSTER, id),
                        snapshot -> snapshot.withConnection(id, connection));
    }

    /** A new revision of the family {@code web}, whose tasks need 100 CPU units. */
    int revision() throws Exception {
        var document =
                """
                {"family":"web","containerDefinitions":[{"name":"main","image":"web:1",\
                "essential":true,"cpu":100,"memory":10}]}\
                """;
        var shape =
                new TaskShape(
                        NetworkMode.BRIDGE,
                        List.of(new TaskShape.ContainerShape("main", true, 100, 10, 0, Set.of())),
                        Set.of());
        var registered =
                done(
                        plane.taskDefinitions()
                                .register(
                                        new TaskDefinitions.Registration(
                                                "web", document, shape, "arn:me", Map.of())));
        revisions = ((TaskDefinitions.Outcome.Registered) registered).revision();
        return revisions;
    }

    ServiceCommand.Start deployment(int revision, boolean force) {
        deployments++;
        return new ServiceCommand.Start(
                "ecs-svc/" + deployments,
                "sd" + deployments,
                new ServiceRevision(
                        "r" + deployments, "web", revision, "EC2", "{}", Map.of(), Instant.EPOCH),
                force);
    }

    static ServiceSettings settings(SchedulingStrategy strategy, DeploymentConfiguration how) {
        return ServiceSettings.Change.of(how).after(ServiceSettings.defaults(strategy));
    }

    void create(String name, int desired, DeploymentConfiguration how) throws Exception {
        create(
                name,
                SchedulingStrategy.REPLICA,
                desired,
                settings(SchedulingStrategy.REPLICA, how));
    }

    void createDaemon(String name) throws Exception {
        create(
                name,
                SchedulingStrategy.DAEMON,
                null,
                ServiceSettings.defaults(SchedulingStrategy.DAEMON));
    }

    /** A DAEMON service with this placement constraint. */
    void createDaemon(String name, String constraint) throws Exception {
        var rules = List.of(new ServiceSettings.PlacementRule(constraint, null));
        create(
                name,
                SchedulingStrategy.DAEMON,
                null,
                new ServiceSettings.Change(null, null, null, rules, null, null, null, null, null)
                        .after(ServiceSettings.defaults(SchedulingStrategy.DAEMON)));
    }

    void create(String name, SchedulingStrategy strategy, Integer desired, ServiceSettings settings)
            throws Exception {
        var identity =
                new Service.Identity(
                        CLUSTER,
                        name,
                        strategy,
                        plane.clock().instant(),
                        "arn:me",
                        null,
                        "f" + name);
        accepted(
                name,
                new ServiceCommand.Create(
                        identity, settings, desired, deployment(revision(), false), Map.of()));
    }

    /** Rolls out this revision. */
    void deploy(String name, int revision) throws Exception {
        accepted(
                name,
                new ServiceCommand.Update(
                        null, ServiceSettings.Change.NONE, deployment(revision, false), null));
    }

    void scale(String name, int desired) throws Exception {
        accepted(name, new ServiceCommand.Update(desired, ServiceSettings.Change.NONE, null, null));
    }

    void accepted(String name, ServiceCommand command) throws Exception {
        var reply = done(plane.ask(AggregateKind.SERVICE.at(CLUSTER, name), command));
        if (reply instanceof Reply.Refused refused) {
            throw new AssertionError(refused.toString());
        }
    }

    /** Waits until the cluster is shown so. */
    ClusterSnapshot shown(String what, Predicate<ClusterSnapshot> condition) throws Exception {
        return Given.shown(plane.clusterView(CLUSTER), what, condition);
    }

    /**
     * Waits until the service has this number of RUNNING tasks, its deployment is over and it has
     * said so.
     */
    ClusterSnapshot steady(String name, int tasks) throws Exception {
        return shown(
                "%s is steady with %d tasks".formatted(name, tasks),
                snapshot ->
                        snapshot.service(name)
                                        .filter(service -> isSteady(service.details()))
                                        .isPresent()
                                && running(snapshot, name).size() == tasks);
    }

    private static boolean isSteady(Service.Details service) {
        return service.rollouts().deployments().size() == 1
                && !service.primary().inProgress()
                && service.log()
                        .stands(
                                "(service %s) has reached a steady state."
                                        .formatted(service.name()));
    }

    /** The tasks of the service that are RUNNING and are to. */
    static List<Task.Active> running(ClusterSnapshot snapshot, String name) {
        return wanted(snapshot, name).stream()
                .filter(task -> task.lastStatus() == Task.LastStatus.RUNNING)
                .toList();
    }

    /** The tasks of the service that are to run. */
    static List<Task.Active> wanted(ClusterSnapshot snapshot, String name) {
        return snapshot.tasks()
                .states(
                        TaskAggregate.GROUP,
                        TaskAggregate.of(DesiredStatus.RUNNING, "service:" + name))
                .map(Task.Active.class::cast)
                .toList();
    }

    static Service.Details details(ClusterSnapshot snapshot, String name) {
        return snapshot.service(name).orElseThrow().details();
    }

    /** All that was launched for the service and is still shown. */
    static long launched(ClusterSnapshot snapshot, String name) {
        return Given.tasks(snapshot).stream()
                .filter(task -> task.spec().group().equals("service:" + name))
                .count();
    }

    @Override
    public void close() {
        plane.close();
    }
}
