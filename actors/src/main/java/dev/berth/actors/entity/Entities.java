package dev.berth.actors.entity;

import dev.berth.actors.monitoring.JournalWatch;
import dev.berth.actors.monitoring.Meter;
import dev.berth.domain.Aggregate;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.UnavailableException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;

/**
 * All aggregates by address. An entity is started by its first command, and passivated when idle.
 */
public final class Entities {

    /** The timeout of a command; after it the outcome is unknown. */
    public static final Duration TIMEOUT = Duration.ofSeconds(15);

    private final EntityRegion region;
    private final JournalWatch watch;
    private final Meter meter;

    private Entities(EntityRegion region, JournalWatch watch, Meter meter) {
        this.region = region;
        this.watch = watch;
        this.meter = meter;
    }

    /** The observer of commands. */
    public Meter meter() {
        return meter;
    }

    /** All entities in this actor system. */
    public static Entities start(
            ActorSystem<?> system,
            Epochs epochs,
            Publisher publisher,
            InstantSource clock,
            Meter meter) {
        Registrations.check(AggregateKind.ALL);
        var region =
                LocalRegion.start(
                        system,
                        address -> behavior(address, epochs, publisher, clock, meter),
                        LocalRegion.Timing.DEFAULT);
        return new Entities(region, JournalWatch.of(system), meter);
    }

    private static Behavior<Entity.Message> behavior(
            EntityAddress<?> address,
            Epochs epochs,
            Publisher publisher,
            InstantSource clock,
            Meter meter) {
        return Entity.create(address.kind(), address.id(), epochs, publisher, clock, meter);
    }

    /**
     * @param epoch the epoch of the orchestrator or launcher, 0 for a client's command
     * @return the answer; fails with an {@link UnavailableException} if nothing can be written now,
     *     and with a {@link java.util.concurrent.TimeoutException} if the outcome is unknown
     */
    public <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command, long epoch) {
        return unavailable()
                .map(CompletableFuture::<Reply>failedStage)
                .orElseGet(() -> region.ask(address, command, epoch, TIMEOUT));
    }

    /** Why commands are refused now, because their outcome would be unknown; usually empty. */
    public Optional<UnavailableException> unavailable() {
        return switch (watch.health()) {
            case GOOD -> Optional.empty();
            case SLOW ->
                    Optional.of(
                            new UnavailableException(
                                    ErrorCode.THROTTLING,
                                    "The server is overloaded. Nothing was changed;"
                                            + " try again later."));
            case OUT ->
                    Optional.of(
                            new UnavailableException(
                                    ErrorCode.SERVER,
                                    "The database does not answer. Nothing was changed; try again"
                                            + " later."));
        };
    }
}
