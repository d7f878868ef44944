package dev.berth.actors.view;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Publisher;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.JournalReader;
import dev.berth.actors.journal.JournalReader.Row;
import dev.berth.actors.monitoring.Meter;
import dev.berth.domain.Aggregate;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * All views of this server: one of the account and one of each ECS cluster. Entities publish their
 * events to them.
 */
public final class Views implements Publisher {

    /** Makes the names of actors unique, because the name of a cluster can be used again. */
    private static final AtomicLong STARTED = new AtomicLong();

    private final ActorSystem<?> system;
    private final Database database;
    private final JournalReader reader;
    private final ViewHandle<AccountSnapshot> account = new ViewHandle<>(AccountSnapshot.EMPTY);
    private final Map<String, ViewHandle<ClusterSnapshot>> clusters = new ConcurrentHashMap<>();

    /** The views whose orchestrator has been started. */
    private final Set<ViewHandle<ClusterSnapshot>> inUse = ConcurrentHashMap.newKeySet();

    private final Meter meter;
    private final Supplier<Instant> shownSince;
    private final Consumer<String> onCluster;
    private final ChangeTap tap;

    /** Views without a receiver of single changes. */
    public Views(
            ActorSystem<?> system,
            Database database,
            Meter meter,
            Supplier<Instant> shownSince,
            Consumer<String> onCluster) {
        this(system, database, meter, shownSince, onCluster, ChangeTap.NONE);
    }

    /**
     * @param shownSince what ended before has left the API
     * @param onCluster called with each ECS cluster when its view is started
     * @param tap receives each change of each view
     */
    public Views(
            ActorSystem<?> system,
            Database database,
            Meter meter,
            Supplier<Instant> shownSince,
            Consumer<String> onCluster,
            ChangeTap tap) {
        this.system = system;
        this.database = database;
        this.reader = new JournalReader(database);
        this.meter = meter;
        this.shownSince = shownSince;
        this.onCluster = onCluster;
        this.tap = tap;
    }

    /** Folds the whole journal in one scan. Blocks. Nothing may be written before it returns. */
    public void start() throws SQLException {
        var fold = new WholeFold();
        reader.readAll(fold);
        account.set(fold.account);
        account.setActor(spawn(account, this::foldAccount, "account"));
        fold.clusters.forEach(
                (name, snapshot) -> startCluster(name, snapshot.withoutOverdue(shownSince.get())));
    }

    public ViewHandle<AccountSnapshot> account() {
        return account;
    }

    /** The view of the cluster with this name. It is empty if the cluster never had contents. */
    public ViewHandle<ClusterSnapshot> cluster(String name) {
        var held = clusters.get(name);
        return held != null ? held : startCluster(name, ClusterSnapshot.empty(name));
    }

    /** What a cluster of this name holds now, without starting a view for it. */
    public ClusterSnapshot contents(String name) {
        var held = clusters.get(name);
        return held != null ? held.current() : ClusterSnapshot.empty(name);
    }

    public Collection<ViewHandle<ClusterSnapshot>> clusters() {
        return List.copyOf(clusters.values());
    }

    /**
     * Stops the view of a deleted cluster, if it is empty and its orchestrator has been started. A
     * later call for the cluster creates a new view.
     *
     * @param ended called in the thread of the view, with the view that has stopped
     */
    public void end(String cluster, Consumer<ViewHandle<ClusterSnapshot>> ended) {
        var view = clusters.get(cluster);
        if (view != null && inUse.contains(view)) {
            view.end(
                    () -> cluster(cluster),
                    () -> {
                        clusters.remove(cluster, view);
                        inUse.remove(view);
                        ended.accept(view);
                    });
        }
    }

    private ViewHandle<ClusterSnapshot> startCluster(String name, ClusterSnapshot snapshot) {
        var started = new boolean[1];
        var handle =
                clusters.computeIfAbsent(
                        name,
                        _ -> {
                            var fresh = new ViewHandle<>(snapshot);
                            fresh.set(snapshot);
                            fresh.setActor(
                                    spawn(fresh, () -> foldCluster(name), "cluster-" + name));
                            started[0] = true;
                            return fresh;
                        });
        if (started[0]) {
            onCluster.accept(name);
            inUse.add(handle);
        }
        return handle;
    }

    @Override
    public void published(
            EntityAddress<?> address,
            long firstSequenceNumber,
            List<? extends Aggregate.Event> events) {
        showing(address).published(address, firstSequenceNumber, events);
    }

    /**
     * Completes when the view of this aggregate has applied its event with this sequence number.
     */
    public CompletionStage<?> await(EntityAddress<?> address, long sequenceNumber) {
        return showing(address).await(address, sequenceNumber);
    }

    /** The view that contains this aggregate. */
    public ViewHandle<?> showing(EntityAddress<?> address) {
        return switch (address.kind().shown().place()) {
            case ACCOUNT -> account;
            case CLUSTER -> cluster(address.cluster());
        };
    }

    /** All views that contain aggregates of this kind. */
    public Stream<? extends ViewHandle<?>> showing(AggregateKind<?, ?, ?> kind) {
        return switch (kind.shown().place()) {
            case ACCOUNT -> Stream.of(account);
            case CLUSTER -> clusters().stream();
        };
    }

    private <V extends Snapshot<V>> org.apache.pekko.actor.typed.ActorRef<View.Command<V>> spawn(
            ViewHandle<V> handle, Supplier<CompletionStage<V>> fold, String name) {
        var source =
                new ViewSource<V>() {
                    @Override
                    public CompletionStage<V> fold() {
                        meter.folding();
                        return fold.get();
                    }

                    @Override
                    public Instant shownSince() {
                        return shownSince.get();
                    }

                    @Override
                    public CompletionStage<List<Row>> rowsAfter(
                            EntityAddress<?> address, long sequenceNumber) {
                        meter.gapRead();
                        return blocking(() -> reader.rowsAfter(address, sequenceNumber));
                    }

                    @Override
                    public ChangeTap tap() {
                        return tap;
                    }
                };
        var behavior =
                Behaviors.supervise(View.create(handle, source))
                        .onFailure(SupervisorStrategy.restart());
        return system.systemActorOf(
                behavior, "view-" + name + "-" + STARTED.incrementAndGet(), Props.empty());
    }

    private CompletionStage<AccountSnapshot> foldAccount() {
        return folded(fold -> fold.account);
    }

    private CompletionStage<ClusterSnapshot> foldCluster(String name) {
        return folded(fold -> fold.clusters.getOrDefault(name, ClusterSnapshot.empty(name)));
    }

    private <V extends Snapshot<V>> CompletionStage<V> folded(Function<WholeFold, V> part) {
        return blocking(
                () -> {
                    var fold = new WholeFold();
                    reader.readAll(fold);
                    return part.apply(fold).withoutOverdue(shownSince.get());
                });
    }

    private <T> CompletionStage<T> blocking(java.util.concurrent.Callable<T> work) {
        var done = new CompletableFuture<T>();
        database.threads()
                .execute(
                        () -> {
                            try {
                                done.complete(work.call());
                            } catch (Exception e) {
                                done.completeExceptionally(e);
                            }
                        });
        return done;
    }

    /** One scan of the journal that fills all views. */
    private static final class WholeFold implements JournalReader.Fold {
        private AccountSnapshot account = AccountSnapshot.EMPTY;
        private final Map<String, ClusterSnapshot> clusters = new HashMap<>();

        @Override
        public void restore(EntityAddress<?> address, long sequenceNumber, Aggregate.State state) {
            switch (address.kind().shown().place()) {
                case ACCOUNT -> account = account.restored(address, sequenceNumber, state);
                case CLUSTER -> put(cluster(address).restored(address, sequenceNumber, state));
            }
        }

        @Override
        public void apply(EntityAddress<?> address, long sequenceNumber, Aggregate.Event event) {
            switch (address.kind().shown().place()) {
                case ACCOUNT -> {
                    if (sequenceNumber > account.sequenceNumber(address)) {
                        account = account.after(address, sequenceNumber, event);
                    }
                }
                case CLUSTER -> {
                    var held = cluster(address);
                    if (sequenceNumber > held.sequenceNumber(address)) {
                        put(held.after(address, sequenceNumber, event));
                    }
                }
            }
        }

        private ClusterSnapshot cluster(EntityAddress<?> address) {
            var name = address.cluster();
            var held = clusters.get(name);
            return held == null ? ClusterSnapshot.empty(name) : held;
        }

        private void put(ClusterSnapshot cluster) {
            clusters.put(cluster.cluster(), cluster);
        }
    }
}
