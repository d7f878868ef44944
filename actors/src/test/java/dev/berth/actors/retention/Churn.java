package dev.berth.actors.retention;

import static dev.berth.actors.Given.done;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.Given;
import dev.berth.actors.HandClock;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.TaskAggregate;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.JournalReader;
import dev.berth.actors.launch.ClientTokens.Key;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult.Launched;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.actors.taskdefinition.TaskDefinitions.Outcome.Registered;
import dev.berth.actors.taskdefinition.TaskDefinitions.Registration;
import dev.berth.domain.Aggregate;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskReport;
import dev.berth.domain.task.TaskSpec;
import dev.berth.domain.task.TaskSpec.ContainerSpec;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskShape;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Makes and deletes on one database what users make and delete; the clock is moved by hand. */
final class Churn {

    /** What is over is shown for so short a time that the orchestrators look often. */
    static final Retention RETENTION =
            new Retention(
                    Duration.ofSeconds(2),
                    Duration.ofHours(12),
                    10_000,
                    Retention.DEFAULT_ROWS,
                    false);

    private static final TaskReport STOPPED =
            new TaskReport(LastStatus.STOPPED, null, List.of(), null, null, null);

    final HandClock clock = new HandClock();
    private final DatabaseSettings database;

    Churn(DatabaseSettings database) {
        this.database = database;
    }

    ControlPlane start() throws SQLException {
        return ControlPlane.start(
                Database.open(database),
                RETENTION,
                new DefaultPlacement(),
                clock,
                ConfigFactory.empty());
    }

    /** A cluster, an instance and a definition that stay. */
    void settle(ControlPlane plane, String cluster, String instance, String family)
            throws Exception {
        Given.cluster(plane, cluster);
        Given.instance(plane, cluster, instance, 200, 200);
        define(plane, family);
    }

    /** Makes all of it, runs the tasks, and deletes all of it. */
    void round(ControlPlane plane, String cluster, String instance, String family, int tasks)
            throws Exception {
        settle(plane, cluster, instance, family);
        var revision = plane.account().family(family).orElseThrow().lastRevision();
        var ids = launch(plane, cluster, family, revision, tasks);
        stop(plane, cluster, instance, ids);
        done(
                plane.ask(
                        AggregateKind.CONTAINER_INSTANCE.at(cluster, instance),
                        new InstanceCommand.Deregister(false, Set.copyOf(ids))));
        deleteDefinition(plane, family, revision);
        done(plane.ask(AggregateKind.CLUSTER.at(cluster), new ClusterCommand.Delete(0, 0, 0)));
    }

    /** The revision that it was given. */
    int define(ControlPlane plane, String family) throws Exception {
        var outcome =
                done(
                        plane.taskDefinitions()
                                .register(
                                        new Registration(
                                                family,
                                                "{}",
                                                new TaskShape(
                                                        NetworkMode.BRIDGE, List.of(), Set.of()),
                                                "arn:me",
                                                Map.of())));
        return ((Registered) outcome).revision();
    }

    void deleteDefinition(ControlPlane plane, String family, int revision) throws Exception {
        var address = AggregateKind.FAMILY.at(family);
        done(plane.ask(address, new FamilyCommand.DeregisterRevision(revision)));
        done(plane.ask(address, new FamilyCommand.DeleteRevision(revision)));
    }

    private static LaunchRequest request(String cluster, String family, int revision, int count) {
        var containers = List.of(new ContainerSpec("main", "", "image", true, 1, 1, 0));
        return new LaunchRequest(
                new TaskSpec(
                        cluster,
                        null,
                        null,
                        family,
                        revision,
                        "family:" + family,
                        null,
                        "EC2",
                        null,
                        1,
                        1,
                        containers),
                count,
                Set.of(),
                Set.of());
    }

    List<String> launch(ControlPlane plane, String cluster, String family, int revision, int count)
            throws Exception {
        var ids = new ArrayList<String>();
        for (var left = count; left > 0; left -= 10) {
            var request = request(cluster, family, revision, Math.min(left, 10));
            done(plane.launches().launch(request)).launched().stream()
                    .map(Launched::taskId)
                    .forEach(ids::add);
        }
        return ids;
    }

    /** Of a task that has left the API only the id is answered. */
    List<String> launch(ControlPlane plane, Key key, String family, int revision) throws Exception {
        var request = request(key.cluster(), family, revision, 1);
        var answered = (Outcome.Answered) done(plane.launches().launch(request, key, "print"));
        var ids = new ArrayList<>(answered.gone());
        answered.result().launched().forEach(launched -> ids.add(launched.taskId()));
        return ids;
    }

    /** As an agent reports it; waits until their room is free again. */
    void stop(ControlPlane plane, String cluster, String instance, List<String> ids)
            throws Exception {
        var stops =
                ids.stream()
                        .map(id -> AggregateKind.TASK.at(cluster, id))
                        .map(task -> plane.ask(task, new TaskCommand.Report(STOPPED)))
                        .map(stage -> stage.toCompletableFuture())
                        .toArray(CompletableFuture[]::new);
        CompletableFuture.allOf(stops).get(60, TimeUnit.SECONDS);
        Given.shown(
                plane.clusterView(cluster),
                "the room of stopped tasks is free",
                s ->
                        ids.stream()
                                .noneMatch(
                                        s.registered(instance).orElseThrow().reservations()
                                                ::containsKey));
    }

    /** Time passes until nothing that is over is shown any more. */
    void leaveTheApi(ControlPlane plane) throws Exception {
        clock.advance(RETENTION.stoppedTasks().plusMillis(1));
        for (var name : plane.account().clusterNames()) {
            if (plane.account().cluster(name).isEmpty()) {
                continue; // It has left the API, and its view ends.
            }
            Given.shown(
                    plane.clusterView(name),
                    "what is over has left",
                    s ->
                            s.tasks().count(TaskAggregate.LAST_STATUS, "STOPPED") == 0
                                    && s.instances().size() == s.registered().count());
        }
        done(plane.forgetDeleted());
    }

    /** What the views hold of the journal. */
    Map<String, Object> shown(ControlPlane plane) {
        var shown = new TreeMap<String, Object>();
        var account = plane.account();
        shown.put("clusters", account.clusters().rows());
        shown.put("families", account.families().rows());
        shown.put("definitions of the API", definitions(plane));
        for (var name : account.clusterNames()) {
            shown.put("instances of " + name, plane.cluster(name).instances().rows());
            shown.put("tasks of " + name, plane.cluster(name).tasks().rows());
        }
        return shown;
    }

    private static List<String> definitions(ControlPlane plane) {
        var hidden = RetentionPlan.hiddenDefinitions(plane.account());
        return plane.account().definitions().rows().keySet().stream()
                .filter(id -> !hidden.contains(id))
                .sorted()
                .toList();
    }

    /** How many rows the journal has of each aggregate but one. */
    Map<String, Long> rowsButOf(ControlPlane plane, String persistenceId) throws Exception {
        var rows = new TreeMap<String, Long>();
        new JournalReader(plane.database())
                .readAll(
                        new JournalReader.Fold() {
                            @Override
                            public void restore(
                                    EntityAddress<?> address, long number, Aggregate.State state) {
                                // Snapshots are not counted.
                            }

                            @Override
                            public void apply(
                                    EntityAddress<?> address, long number, Aggregate.Event event) {
                                rows.merge(address.persistenceId(), 1L, Long::sum);
                            }
                        });
        rows.remove(persistenceId);
        return rows;
    }
}
