package dev.berth.actors.view;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.Node;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.JournalReader;
import dev.berth.domain.Aggregate;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.Instances;
import dev.berth.domain.task.ContainerProgress;
import dev.berth.domain.task.ContainerProgress.Status;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.Tasks;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Views are fed by real entities over a journal on H2; what entities publish is lost at will. */
class ViewTest {

    private static final int WRITERS = 24;
    private static final int WRITES = 120;
    private static final int BETWEEN_REBUILDS = 150;

    @TempDir static Path folder;
    private static Node node;

    @BeforeAll
    static void start() throws Exception {
        node = Node.start(folder);
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    @Test
    void aViewThatLosesEveryThirdPublicationAndIsRebuiltUnderLoadEqualsTheJournalFolded()
            throws Exception {
        var publisher = node.publisher();
        publisher.loseEvery(3);
        var written = new AtomicInteger();
        var writers = new ArrayList<Future<?>>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var writer = 0; writer < WRITERS; writer++) {
                var number = writer;
                writers.add(threads.submit(() -> writeAll(number, written)));
            }
            for (var writer : writers) {
                writer.get(120, TimeUnit.SECONDS);
            }
        } finally {
            publisher.loseEvery(0);
        }
        assertThat(written).hasValue(WRITERS * WRITES);
        assertThat(publisher.lost()).isGreaterThan(WRITERS * WRITES / 4);
        assertViewsEqualTheJournal();
    }

    /** One task, its instance and a family, each written to by this writer alone or by several. */
    private static Void writeAll(int writer, AtomicInteger written) throws Exception {
        var task = AggregateKind.TASK.at("load", "t" + writer);
        var instance = AggregateKind.CONTAINER_INSTANCE.at("load", "i" + writer % 4);
        var family = AggregateKind.FAMILY.at("f" + writer);
        for (var i = 0; i < WRITES; i++) {
            if (i == 0) {
                write(task, new TaskCommand.Launch(Tasks.spec("t" + writer, "i" + writer % 4)));
            } else if (i == 1) {
                write(
                        instance,
                        Instances.register("i" + writer % 4, Instances.resources(writer, 1)));
            } else if (i % 10 == 2) {
                write(family, new FamilyCommand.AddRevision("f" + writer, i / 10 + 1));
            } else if (i % 4 == 3) {
                write(instance, new InstanceCommand.ReserveSequence(1));
            } else {
                write(task, new TaskCommand.Report(Tasks.report(LastStatus.RUNNING, restarted(i))));
            }
            if (written.incrementAndGet() % BETWEEN_REBUILDS == 0) {
                node.views().cluster("load").rebuild();
                node.views().account().rebuild();
            }
        }
        return null;
    }

    private static ContainerProgress restarted(int number) {
        return new ContainerProgress(
                "main", Status.RUNNING, null, null, "docker" + number, null, List.of());
    }

    /** Read your writes: after the wait, the view shows what the entity answered. */
    private static <C extends Aggregate.Command> void write(EntityAddress<C> address, C command)
            throws Exception {
        var reply = node.write(address, command);
        assertThat(shown(address)).isGreaterThanOrEqualTo(reply.sequenceNumber());
    }

    private static long shown(EntityAddress<?> address) {
        return node.views().showing(address).current().sequenceNumber(address);
    }

    private static void assertViewsEqualTheJournal() throws Exception {
        var folded = new PlainFold();
        new JournalReader(node.database()).readAll(folded);
        var shown = new HashMap<String, Versioned<?>>();
        var account = node.views().account().current();
        put(account, shown);
        node.views().clusters().forEach(handle -> put(handle.current(), shown));
        assertThat(shown).isEqualTo(folded.states);
    }

    private static void put(Snapshot<?> snapshot, Map<String, Versioned<?>> shown) {
        for (var kind : snapshot.kinds()) {
            snapshot.table(kind)
                    .rows()
                    .forEach(
                            (id, row) ->
                                    shown.put(snapshot.address(kind, id).persistenceId(), row));
        }
    }

    /** Folds each aggregate for itself, by its rules and nothing else. */
    private static final class PlainFold implements JournalReader.Fold {
        private final Map<String, Versioned<?>> states = new HashMap<>();

        @Override
        public void restore(EntityAddress<?> address, long sequenceNumber, Aggregate.State state) {
            // Every row is still there, so the journal alone says everything.
        }

        @Override
        public void apply(EntityAddress<?> address, long sequenceNumber, Aggregate.Event event) {
            var kind = address.kind();
            var before = states.get(address.persistenceId());
            var state = before == null ? kind.decider().initial() : before.state();
            states.put(
                    address.persistenceId(),
                    new Versioned<Aggregate.State>(kind.evolve(state, event), sequenceNumber));
        }
    }

    @Test
    void theNextPublicationBringsBackWhatWasLost() throws Exception {
        var instance = AggregateKind.CONTAINER_INSTANCE.at("gap", "i1");
        var view = node.views().cluster("gap");
        write(instance, Instances.register("i1", Instances.resources(10, 10)));
        node.publisher().loseAll(() -> node.ask(instance, new InstanceCommand.ReserveSequence(1)));
        assertThat(shown(instance)).isEqualTo(1);

        var told = told(view, instance);
        node.ask(instance, new InstanceCommand.ReserveSequence(1));

        told.get(30, TimeUnit.SECONDS);
        assertThat(shown(instance)).isEqualTo(3);
    }

    @Test
    void aRebuiltViewTellsItsListenersWhatItHadMissed() throws Exception {
        var family = AggregateKind.FAMILY.at("missed");
        node.publisher()
                .loseAll(() -> node.ask(family, new FamilyCommand.AddRevision("missed", 1)));
        assertThat(shown(family)).isZero();

        var told = told(node.views().account(), family);
        node.views().account().rebuild();

        told.get(30, TimeUnit.SECONDS);
        assertThat(shown(family)).isEqualTo(1);
    }

    @Test
    void aRebuiltViewKeepsWhatIsNotJournaled() throws Exception {
        var instance = AggregateKind.CONTAINER_INSTANCE.at("ephemeral", "i1");
        var view = node.views().cluster("ephemeral");
        var connected = told(view, instance);
        var connection = new Connection("s", Instant.EPOCH);
        view.change(instance, snapshot -> snapshot.withConnection("i1", connection));
        connected.get(30, TimeUnit.SECONDS);
        node.publisher()
                .loseAll(
                        () ->
                                node.ask(
                                        instance,
                                        Instances.register("i1", Instances.resources(10, 10))));

        var told = told(view, instance);
        view.rebuild();

        told.get(30, TimeUnit.SECONDS);
        assertThat(view.current().isConnected("i1")).isTrue();
        assertThat(view.current().registered("i1")).isPresent();
    }

    @Test
    void whoWaitsIsNotForgottenWhenTheViewIsRestarted() throws Exception {
        var cluster = AggregateKind.CLUSTER.at("restarted");
        var view = node.views().account();
        var waiting = view.await(cluster, 2).toCompletableFuture();

        write(cluster, new ClusterCommand.Create("restarted", Map.of()));
        view.change(
                cluster,
                _ -> {
                    throw new IllegalStateException("A change that fails, for this test");
                });
        write(cluster, new ClusterCommand.Delete(0, 0, 0));

        assertThat(waiting.get(30, TimeUnit.SECONDS).sequenceNumber(cluster)).isEqualTo(2);
        assertViewsEqualTheJournal();
    }

    @Test
    void aListenerThatAlwaysFailsDoesNotAffectOtherListeners() throws Exception {
        var cluster = AggregateKind.CLUSTER.at("failing");
        var view = node.views().account();
        var failures = new AtomicInteger();
        ViewHandle.Listener<AccountSnapshot> failing =
                (_, _) -> {
                    failures.incrementAndGet();
                    throw new IllegalStateException("A listener that fails, for this test");
                };
        view.subscribe(failing);
        var told = told(view, cluster);

        write(cluster, new ClusterCommand.Create("failing", Map.of()));
        write(cluster, new ClusterCommand.Delete(0, 0, 0));

        told.get(30, TimeUnit.SECONDS);
        view.unsubscribe(failing);
        assertThat(shown(cluster)).isEqualTo(2);
        assertThat(failures).as("once for each change: the view did not restart").hasValue(2);
    }

    /** Completes when the view tells of this aggregate, from when this returns. */
    private static <V extends Snapshot<V>> CompletableFuture<Void> told(
            ViewHandle<V> view, EntityAddress<?> about) throws Exception {
        var told = new CompletableFuture<Void>();
        view.subscribe(
                (address, _) -> {
                    if (address.equals(about)) {
                        told.complete(null);
                    }
                });
        var subscribed = new CompletableFuture<Void>();
        view.change(
                about,
                snapshot -> {
                    subscribed.complete(null);
                    return snapshot;
                });
        subscribed.get(30, TimeUnit.SECONDS);
        return told;
    }
}
