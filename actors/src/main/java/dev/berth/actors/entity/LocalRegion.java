package dev.berth.actors.entity;

import dev.berth.actors.entity.Entity.Execute;
import dev.berth.domain.Aggregate;
import dev.berth.domain.ErrorCode;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All entities of a single server, as children of one actor.
 *
 * <p>An entity is started by its first command and passivated when it is idle. Commands that arrive
 * during passivation wait, and start it again. A failed entity is started again by a later command,
 * after a delay that doubles each time. Commands that it had received and not answered have an
 * unknown outcome.
 */
public final class LocalRegion implements EntityRegion {

    private static final Logger LOG = LoggerFactory.getLogger(LocalRegion.class);

    /** The maximum number of commands that wait for one entity; further commands are refused. */
    private static final int WAITING = 1000;

    /**
     * @param idle an entity without a command for this time is passivated, at the latest after one
     *     and a half times this time
     * @param firstPause the delay before a failed entity is started again; doubled each time
     * @param longestPause the maximum delay
     */
    public record Timing(Duration idle, Duration firstPause, Duration longestPause) {
        public static final Timing DEFAULT =
                new Timing(Duration.ofMinutes(2), Duration.ofMillis(200), Duration.ofSeconds(10));

        private Duration pause(int failures) {
            var pause = firstPause.multipliedBy(1L << Math.min(failures - 1, 30));
            return pause.compareTo(longestPause) < 0 ? pause : longestPause;
        }
    }

    private sealed interface Message {}

    private record Deliver(EntityAddress<?> address, Execute<?> command) implements Message {}

    private record Ended(EntityAddress<?> address, ActorRef<Entity.Message> entity)
            implements Message {}

    private record StartAgain(EntityAddress<?> address) implements Message {}

    private record PassivateIdle() implements Message {}

    private final ActorRef<Message> actor;
    private final ActorSystem<?> system;

    private LocalRegion(ActorRef<Message> actor, ActorSystem<?> system) {
        this.actor = actor;
        this.system = system;
    }

    /**
     * @param behavior the behavior of the entity at an address
     */
    public static LocalRegion start(
            ActorSystem<?> system,
            Function<EntityAddress<?>, Behavior<Entity.Message>> behavior,
            Timing timing) {
        Behavior<Message> region =
                Behaviors.setup(
                        context ->
                                Behaviors.withTimers(
                                        timers ->
                                                new Region(context, timers, behavior, timing)
                                                        .start()));
        return new LocalRegion(system.systemActorOf(region, "entities", Props.empty()), system);
    }

    @Override
    public <C extends Aggregate.Command> CompletionStage<Reply> ask(
            EntityAddress<C> address, C command, long epoch, Duration timeout) {
        return AskPattern.ask(
                actor,
                replyTo -> new Deliver(address, new Execute<>(command, epoch, replyTo)),
                timeout,
                system.scheduler());
    }

    /** The state of one entity. */
    private static final class Slot {
        /** Null during the delay after a failure. */
        private ActorRef<Entity.Message> entity;

        private boolean passivating;
        private long lastUsed = System.nanoTime();
        private int failures;
        private final Queue<Execute<?>> waiting = new ArrayDeque<>();

        boolean isRunning() {
            return entity != null && !passivating;
        }
    }

    /** The actor. */
    private static final class Region {
        private final ActorContext<Message> context;
        private final TimerScheduler<Message> timers;
        private final Function<EntityAddress<?>, Behavior<Entity.Message>> behavior;
        private final Timing timing;
        private final Map<EntityAddress<?>, Slot> slots = new HashMap<>();

        Region(
                ActorContext<Message> context,
                TimerScheduler<Message> timers,
                Function<EntityAddress<?>, Behavior<Entity.Message>> behavior,
                Timing timing) {
            this.context = context;
            this.timers = timers;
            this.behavior = behavior;
            this.timing = timing;
        }

        Behavior<Message> start() {
            timers.startTimerWithFixedDelay(new PassivateIdle(), timing.idle().dividedBy(2));
            return Behaviors.receiveMessage(
                    message -> {
                        onMessage(message);
                        return Behaviors.same();
                    });
        }

        private void onMessage(Message message) {
            switch (message) {
                case Deliver(var address, var command) -> deliver(address, command);
                case Ended(var address, var entity) -> ended(address, entity);
                case StartAgain(var address) -> startAgain(address);
                case PassivateIdle() -> passivateIdle();
            }
        }

        private void deliver(EntityAddress<?> address, Execute<?> command) {
            var slot = slots.get(address);
            if (slot == null) {
                slot = new Slot();
                slots.put(address, slot);
                startEntity(address, slot);
            }
            slot.lastUsed = System.nanoTime();
            if (slot.isRunning()) {
                slot.entity.tell(command);
            } else if (slot.waiting.size() < WAITING) {
                slot.waiting.add(command);
            } else {
                command.replyTo()
                        .tell(
                                new Reply.Refused(
                                        ErrorCode.SERVER, "The server is busy; try again."));
            }
        }

        private void startEntity(EntityAddress<?> address, Slot slot) {
            slot.entity = context.spawnAnonymous(behavior.apply(address));
            slot.passivating = false;
            context.watchWith(slot.entity, new Ended(address, slot.entity));
            slot.waiting.forEach(slot.entity::tell);
            slot.waiting.clear();
        }

        private void ended(EntityAddress<?> address, ActorRef<Entity.Message> entity) {
            var slot = slots.get(address);
            if (slot == null || slot.entity != entity) {
                return;
            }
            if (!slot.passivating) {
                failed(address, slot);
            } else if (slot.waiting.isEmpty()) {
                slots.remove(address);
            } else {
                startEntity(address, slot);
            }
        }

        private void failed(EntityAddress<?> address, Slot slot) {
            slot.entity = null;
            slot.failures++;
            var pause = timing.pause(slot.failures);
            LOG.warn(
                    "The entity {} failed; it is started again in {} ms at the" + " earliest",
                    address,
                    pause.toMillis());
            timers.startSingleTimer(address, new StartAgain(address), pause);
        }

        private void startAgain(EntityAddress<?> address) {
            var slot = slots.get(address);
            if (slot.waiting.isEmpty()) {
                slots.remove(address);
            } else {
                startEntity(address, slot);
            }
        }

        private void passivateIdle() {
            var now = System.nanoTime();
            for (var slot : List.copyOf(slots.values())) {
                if (slot.isRunning() && now - slot.lastUsed >= timing.idle().toNanos()) {
                    slot.passivating = true;
                    slot.entity.tell(new Entity.Passivate());
                }
            }
        }
    }
}
