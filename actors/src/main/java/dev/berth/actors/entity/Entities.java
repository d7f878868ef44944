package dev.berth.actors.entity;

import dev.berth.actors.Meter;
import dev.berth.domain.Aggregate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.sharding.typed.javadsl.ClusterSharding;

/** Every aggregate by its address: started on its first command, passivated when idle. */
public final class Entities {

    /** After this long without an answer the outcome is unknown, and the caller says so. */
    public static final Duration PATIENCE = Duration.ofSeconds(15);

    private final ClusterSharding sharding;
    private final Meter meter;

    private Entities(ClusterSharding sharding, Meter meter) {
        this.sharding = sharding;
        this.meter = meter;
    }

    /** Who counts what entities answer. */
    public Meter meter() {
        return meter;
    }

    public static Entities start(
            ActorSystem<?> system, Publisher publisher, InstantSource clock, Meter meter) {
        Registrations.check(AggregateKind.ALL);
        var sharding = ClusterSharding.get(system);
        for (var kind : AggregateKind.ALL) {
            init(sharding, kind, publisher, clock, meter);
        }
        return new Entities(sharding, meter);
    }

    private static void init(
            ClusterSharding sharding,
            AggregateKind<?, ?, ?> kind,
            Publisher publisher,
            InstantSource clock,
            Meter meter) {
        sharding.init(
                org.apache.pekko.cluster.sharding.typed.javadsl.Entity.of(
                        kind.typeKey(),
                        context ->
                                Entity.create(
                                        kind, context.getEntityId(), publisher, clock, meter)));
    }

    /**
     * @param epoch of the orchestrator or launcher that asks, 0 for a client's own command
     * @return the answer; fails with a {@link java.util.concurrent.TimeoutException} where the
     *     outcome is unknown
     */
    public <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command, long epoch) {
        return sharding.entityRefFor(address.kind().typeKey(), address.id())
                .ask(replyTo -> new Entity.Execute<>(command, epoch, replyTo), PATIENCE);
    }
}
