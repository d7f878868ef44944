package dev.berth.actors.entity;

import dev.berth.actors.failpoint.Failpoints;
import dev.berth.actors.monitoring.JournalWatch;
import dev.berth.actors.monitoring.Meter;
import dev.berth.domain.Aggregate;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import java.time.Duration;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.RecoveryFailed;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandlerWithReply;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.ReplyEffect;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;

/**
 * The actor that runs every aggregate: it has the state, calls the decider, persists events,
 * publishes them and answers. It has no timers and sends nothing to other entities; the
 * orchestrator handles everything that depends on time.
 *
 * <p>Commands of an orchestrator or launcher have an epoch. The entity refuses an epoch that is
 * lower than the highest one it has seen, or lower than the epoch of this server, so that an
 * outdated orchestrator has no effect. Clients' commands have epoch 0.
 */
public final class Entity<
                C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State>
        extends EventSourcedBehaviorWithEnforcedReplies<Entity.Message, E, S> {

    public sealed interface Message {}

    /**
     * @param epoch the epoch of the orchestrator or launcher, or 0
     */
    public record Execute<C extends Aggregate.Command>(
            C command, long epoch, ActorRef<Reply> replyTo) implements Message {}

    /** The entity is idle: it stops when it has answered earlier commands. */
    public record Passivate() implements Message {}

    private final ActorContext<Message> context;
    private final EntityAddress<C> address;
    private final AggregateKind<C, E, S> kind;
    private final Epochs epochs;
    private final Publisher publisher;
    private final InstantSource clock;
    private final Meter meter;
    private long highestEpoch;
    private boolean persisting;

    public static <
                    C extends Aggregate.Command,
                    E extends Aggregate.Event,
                    S extends Aggregate.State>
            Behavior<Message> create(
                    AggregateKind<C, E, S> kind,
                    String id,
                    Epochs epochs,
                    Publisher publisher,
                    InstantSource clock,
                    Meter meter) {
        return Behaviors.setup(
                context -> new Entity<>(context, kind, id, epochs, publisher, clock, meter));
    }

    private Entity(
            ActorContext<Message> context,
            AggregateKind<C, E, S> kind,
            String id,
            Epochs epochs,
            Publisher publisher,
            InstantSource clock,
            Meter meter) {
        super(
                PersistenceId.ofUniqueId(kind.at(id).persistenceId()),
                SupervisorStrategy.restartWithBackoff(
                                Duration.ofMillis(200), Duration.ofSeconds(1), 0.2)
                        .withLoggingEnabled(false)); // JournalWatch logs it once
        this.context = context;
        this.kind = kind;
        this.address = kind.at(id);
        this.epochs = epochs;
        this.publisher = publisher;
        this.clock = clock;
        this.meter = meter;
    }

    @Override
    public S emptyState() {
        return kind.decider().initial();
    }

    @Override
    public CommandHandlerWithReply<Message, E, S> commandHandler() {
        return this::onMessage;
    }

    @Override
    public EventHandler<S, E> eventHandler() {
        return kind.decider()::evolve;
    }

    @SuppressWarnings("unchecked") // the address that a command is sent to has its type
    private ReplyEffect<E, S> onMessage(S state, Message message) {
        return switch (message) {
            case Execute<?> execute -> execute(state, (Execute<C>) execute);
            case Passivate() -> Effect().stop().thenNoReply();
        };
    }

    private ReplyEffect<E, S> execute(S state, Execute<C> execute) {
        highestEpoch = Math.max(highestEpoch, epochs.lowestFor(address));
        if (execute.epoch() != 0 && execute.epoch() < highestEpoch) {
            return Effect()
                    .reply(
                            execute.replyTo(),
                            new Reply.Refused(
                                    ErrorCode.SERVER,
                                    "Another server acts for this cluster now; its epoch is "
                                            + highestEpoch
                                            + ", this command's "
                                            + execute.epoch()
                                            + "."));
        }
        highestEpoch = Math.max(highestEpoch, execute.epoch());
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return switch (kind.decider().decide(state, execute.command(), now)) {
            case Decision.Rejected<E>(var code, var text) ->
                    Effect().reply(execute.replyTo(), new Reply.Refused(code, text));
            case Decision.Accepted<E>(var events, var answer) ->
                    events.isEmpty()
                            ? Effect()
                                    .reply(
                                            execute.replyTo(),
                                            new Reply.Done(reached(), events, answer))
                            : persist(events, answer, execute.replyTo());
        };
    }

    private ReplyEffect<E, S> persist(
            List<E> events, Aggregate.Answer answer, ActorRef<Reply> replyTo) {
        var began = System.nanoTime();
        persisting = true;
        return Effect()
                .persist(events)
                .thenRun(
                        _ -> {
                            persisting = false;
                            meter.persisted(kind.name(), events.size(), System.nanoTime() - began);
                            hitFailpoints(events);
                            publisher.published(address, reached() - events.size() + 1, events);
                        })
                .thenReply(replyTo, _ -> new Reply.Done(reached(), events, answer));
    }

    /** By the name of the kind, and by the name that each event has in the journal. */
    private void hitFailpoints(List<E> events) {
        if (!Failpoints.isArmed()) {
            return;
        }
        Failpoints.hit(kind.name() + ".persisted");
        for (var event : events) {
            kind.names().stream()
                    .filter(name -> name.type() == event.getClass())
                    .forEach(name -> Failpoints.hit(name.manifest()));
        }
    }

    /** The entity starts again from the journal. */
    private void failed() {
        if (persisting) {
            meter.notPersisted(kind.name());
            JournalWatch.of(context.getSystem()).notPersisted();
        }
    }

    private long reached() {
        return lastSequenceNumber(context);
    }

    @Override
    public SignalHandler<S> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(
                        RecoveryCompleted.instance(),
                        _ -> publisher.published(address, reached() + 1, List.of()))
                .onSignal(
                        RecoveryFailed.class,
                        (_, failed) ->
                                JournalWatch.of(context.getSystem()).notRead(failed.getFailure()))
                .onSignal(PreRestart.instance(), _ -> failed())
                .build();
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return kind.snapshots()
                ? RetentionCriteria.snapshotEvery(200, 2)
                : RetentionCriteria.disabled();
    }

    @Override
    public Recovery recovery() {
        return kind.snapshots()
                ? super.recovery()
                : Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
    }
}
