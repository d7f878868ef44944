package dev.berth.actors;

import com.typesafe.config.Config;
import dev.berth.actors.entity.Entities;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Epochs;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.feed.ChangeFeed;
import dev.berth.actors.feed.ChangeReplay;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.FailedPlacementRows;
import dev.berth.actors.journal.JournalTail;
import dev.berth.actors.journal.PersistenceConfig;
import dev.berth.actors.journal.ServerFacts;
import dev.berth.actors.journal.TokenRows;
import dev.berth.actors.launch.ClientTokens;
import dev.berth.actors.launch.FailedPlacements;
import dev.berth.actors.launch.Launchers;
import dev.berth.actors.launch.Launches;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.actors.monitoring.JournalWatch;
import dev.berth.actors.monitoring.Meter;
import dev.berth.actors.monitoring.OutageProbe;
import dev.berth.actors.monitoring.SweptRows;
import dev.berth.actors.orchestrate.AccountOrchestrator;
import dev.berth.actors.orchestrate.ClusterOrchestrator;
import dev.berth.actors.orchestrate.Commands;
import dev.berth.actors.retention.Retention;
import dev.berth.actors.retention.Sweeps;
import dev.berth.actors.service.ServicesByCluster;
import dev.berth.actors.taskdefinition.TaskDefinitions;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.actors.view.Views;
import dev.berth.domain.Aggregate;
import dev.berth.domain.service.plan.ServicePolicy;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control plane of this server: entities, views, launchers and orchestrators. API handlers and
 * the gateway use this class and do not use actors.
 */
public final class ControlPlane implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ControlPlane.class);
    private static final String NO_ANSWER = "The database does not answer.";

    private final ActorSystem<Void> system;
    private final Database database;
    private final byte[] pageTokenKey;
    private final InstantSource clock;
    private final Retention retention;
    private final Epochs epochs;
    private final Meter meter;
    private final ChangeFeed feed;
    private final Views views;
    private final Entities entities;
    private final ClientTokens tokens;
    private final Launches launches;
    private final Sweeps sweeps;
    private final Launchers launchers;
    private final ServicesByCluster services;
    private final AtomicLong orchestratorsStarted = new AtomicLong();

    /** By their views. */
    private final Map<ViewHandle<ClusterSnapshot>, ActorRef<ClusterOrchestrator.Command>>
            orchestrators = new ConcurrentHashMap<>();

    /**
     * Starts everything and returns when the views show the whole journal.
     *
     * @param database open; closed by {@link #close}
     * @param retention how long what is over is kept
     * @param points what the names in placement strategies and constraints stand for
     * @param overrides settings for the actor system that win over Berth's own, usually empty
     * @throws IllegalStateException naming the row, where the journal cannot be read
     */
    public static ControlPlane start(
            Database database,
            Retention retention,
            PlacementPoints points,
            InstantSource clock,
            Config overrides)
            throws SQLException {
        return start(
                database,
                retention,
                points,
                clock,
                overrides,
                Meter.NONE,
                _ -> ServicePolicy.DEFAULT);
    }

    /**
     * Starts the control plane with a meter.
     *
     * @param policies the service settings of a cluster, by its name
     */
    public static ControlPlane start(
            Database database,
            Retention retention,
            PlacementPoints points,
            InstantSource clock,
            Config overrides,
            Meter meter,
            Function<String, ServicePolicy> policies)
            throws SQLException {
        var config = overrides.withFallback(PersistenceConfig.of(database.settings()));
        var system = ActorSystem.<Void>create(Behaviors.empty(), "berth", config.resolve());
        try {
            var plane =
                    new ControlPlane(system, database, retention, points, clock, meter, policies);
            plane.views.start();
            plane.tokens.count();
            plane.orchestrateAccount();
            plane.sweeps.schedule(system);
            return plane;
        } catch (SQLException | RuntimeException e) {
            terminate(system);
            throw e;
        }
    }

    /** 32 secret bytes, the same at every start. */
    private static byte[] pageTokenKey(ServerFacts facts) throws SQLException {
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        return HexFormat.of()
                .parseHex(facts.keep("page-token-key", HexFormat.of().formatHex(random)));
    }

    /** The key that authenticates list tokens. */
    public byte[] pageTokenKey() {
        return pageTokenKey.clone();
    }

    private ControlPlane(
            ActorSystem<Void> system,
            Database database,
            Retention retention,
            PlacementPoints points,
            InstantSource clock,
            Meter meter,
            Function<String, ServicePolicy> policies)
            throws SQLException {
        this.system = system;
        this.database = database;
        this.retention = retention;
        this.clock = clock;
        var facts = new ServerFacts(database);
        this.epochs = new Epochs(facts::claimEpoch, database.threads());
        this.pageTokenKey = pageTokenKey(facts);
        this.meter = meter;
        this.feed = new ChangeFeed(new JournalTail(database), database.threads(), clock);
        this.views =
                new Views(
                        system,
                        database,
                        meter,
                        () -> clock.instant().minus(retention.stoppedTasks()),
                        this::orchestrate,
                        feed);
        this.services = new ServicesByCluster(views::cluster, policies, clock);
        OutageProbe.start(system, database::answers, database.threads());
        this.entities = Entities.start(system, epochs, views, clock, meter);
        this.tokens = new ClientTokens(new TokenRows(database));
        this.launchers =
                new Launchers(
                        system,
                        entities,
                        views,
                        points,
                        clock,
                        epochs,
                        new FailedPlacements(
                                new FailedPlacementRows(database), database.threads()));
        this.launches =
                new Launches(
                        entities, views, tokens, launchers::of, system.scheduler(), clock, meter);
        this.sweeps = new Sweeps(retention, database, entities, views, clock, this::swept);
    }

    /**
     * Empty if writes are possible, else a sentence with the reason; for the readiness page. It
     * goes by the last outcome of the journal and by whether the database answers, and comes within
     * two seconds.
     */
    public CompletionStage<Optional<String>> writeProblem() {
        if (JournalWatch.of(system).health() == JournalWatch.Health.OUT) {
            return CompletableFuture.completedFuture(Optional.of(NO_ANSWER));
        }
        return CompletableFuture.supplyAsync(database::answers, database.threads())
                .thenApply(answers -> answers ? Optional.<String>empty() : Optional.of(NO_ANSWER))
                .completeOnTimeout(Optional.of(NO_ANSWER), 2, TimeUnit.SECONDS);
    }

    /** Counts the client tokens again after each cleanup, to correct the metric. */
    private void swept(SweptRows rows) throws SQLException {
        tokens.count();
        meter.swept(rows);
    }

    /** Deletes expired rows; runs every hour. */
    public CompletionStage<SweptRows> sweep() {
        return sweeps.deleteRows();
    }

    /** Removes expired resources from the API; runs twice a minute. */
    public CompletionStage<?> forgetDeleted() {
        return sweeps.forget();
    }

    private void orchestrateAccount() {
        var commands = new Commands(entities, views, epochs::ofAccount);
        system.systemActorOf(
                AccountOrchestrator.create(commands, this::endCluster, clock),
                "orchestrator",
                Props.empty());
    }

    private void orchestrate(String cluster) {
        var ofCluster =
                services.start(cluster, this::account, launchers.constraintChecks(), launches);
        var behavior =
                ClusterOrchestrator.create(
                        cluster,
                        new Commands(entities, views, () -> epochs.ofCluster(cluster)),
                        ofCluster,
                        retention.stoppedTasks(),
                        clock);
        var name = "orchestrator-" + cluster + "-" + orchestratorsStarted.incrementAndGet();
        orchestrators.put(
                views.cluster(cluster), system.systemActorOf(behavior, name, Props.empty()));
    }

    private void endCluster(String cluster) {
        views.end(
                cluster,
                view -> {
                    orchestrators.remove(view).tell(new ClusterOrchestrator.Stop());
                    services.end(view);
                    launchers.end(cluster);
                });
    }

    public ActorSystem<Void> system() {
        return system;
    }

    public Database database() {
        return database;
    }

    public InstantSource clock() {
        return clock;
    }

    /** The current clusters and task definitions. */
    public AccountSnapshot account() {
        return views.account().current();
    }

    /** For listeners to changes of clusters and task definitions. */
    public ViewHandle<AccountSnapshot> accountView() {
        return views.account();
    }

    /** The current instances and tasks of a cluster; empty if it never had any. */
    public ClusterSnapshot cluster(String name) {
        return views.cluster(name).current();
    }

    /** The changes of the resources of clusters, in order. */
    public ChangeFeed feed() {
        return feed;
    }

    /** A reader of past changes of clusters' resources. */
    public ChangeReplay replay() {
        return new ChangeReplay(new JournalTail(database), views::contents);
    }

    /**
     * For listeners to changes in a cluster, and for changes of the state that is not journaled.
     */
    public ViewHandle<ClusterSnapshot> clusterView(String name) {
        return views.cluster(name);
    }

    /**
     * Asks an aggregate on behalf of a client. Completes when the journal has what was decided and
     * this node's view shows it, so that the client reads its own write; fails if the outcome is
     * unknown.
     */
    public <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command) {
        return entities.ask(address, command, 0)
                .thenCompose(
                        reply ->
                                reply instanceof Reply.Done(long reached, _, _)
                                        ? awaitView(address, reached).thenApply(_ -> reply)
                                        : CompletableFuture.completedFuture(reply));
    }

    /**
     * Asks an aggregate on behalf of an agent, which reads no view: completes when the journal has
     * what was decided; fails if the outcome is unknown.
     */
    public <C extends Aggregate.Command> CompletionStage<Reply> askForAgent(
            EntityAddress<C> address, C command) {
        return entities.ask(address, command, 0);
    }

    private CompletionStage<?> awaitView(EntityAddress<?> address, long reached) {
        var began = System.nanoTime();
        return views.await(address, reached)
                .whenComplete((_, _) -> meter.waitedForView(System.nanoTime() - began));
    }

    /** The services of all clusters. */
    public ServicesByCluster services() {
        return services;
    }

    /** Registers task definitions. */
    public TaskDefinitions taskDefinitions() {
        return new TaskDefinitions(this::ask, this::account);
    }

    /** The number of client tokens. */
    public long tokens() {
        return tokens.held();
    }

    /**
     * Launches tasks, with client tokens. An answer is sent when this server's view shows the
     * tasks.
     */
    public Launches launches() {
        return launches;
    }

    /** Places tasks and explains placements. */
    public Launchers launchers() {
        return launchers;
    }

    /** Stops the actors, then the database. Containers continue to run. */
    @Override
    public void close() {
        feed.close();
        tokens.close();
        launchers.close();
        terminate(system);
        database.close();
    }

    private static void terminate(ActorSystem<Void> system) {
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            LOG.warn("The actor system did not stop in time: {}", e.toString());
        }
    }
}
