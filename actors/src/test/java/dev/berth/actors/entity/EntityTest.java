package dev.berth.actors.entity;

import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.register;
import static dev.berth.domain.instance.Instances.reserve;
import static dev.berth.domain.instance.Instances.resources;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.entity.Entity.Execute;
import dev.berth.actors.monitoring.Meter;
import dev.berth.domain.Aggregate;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.instance.InstanceAnswer.SequenceGranted;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceCommand.Deregister;
import dev.berth.domain.instance.InstanceCommand.ReserveSequence;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.InstanceEvent.SequenceReserved;
import dev.berth.domain.instance.Instances;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.persistence.testkit.javadsl.EventSourcedBehaviorTestKit;
import org.apache.pekko.persistence.testkit.javadsl.PersistenceTestKit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The one actor that runs every aggregate, tried with a container instance. */
class EntityTest {

    private record Publication(
            EntityAddress<?> address, long first, List<? extends Aggregate.Event> events) {}

    private static final ActorTestKit ACTORS =
            ActorTestKit.create(
                    "entities",
                    EventSourcedBehaviorTestKit.config()
                            .withFallback(ConfigFactory.parseResources("berth-pekko.conf"))
                            .withFallback(ConfigFactory.load()));
    private static final EntityAddress<InstanceCommand> ADDRESS =
            AggregateKind.CONTAINER_INSTANCE.at("default", "i1");
    private static final Instant PRECISE = Scenario.NOW.plusNanos(123_456);

    private final LinkedBlockingQueue<Publication> published = new LinkedBlockingQueue<>();
    private final List<String> counted = new CopyOnWriteArrayList<>();
    private final Meter meter =
            new Meter() {
                @Override
                public void persisted(String kind, int events, long nanos) {
                    counted.add(kind + " " + events);
                }

                @Override
                public void notPersisted(String kind) {
                    counted.add(kind + " failed");
                }
            };
    private EventSourcedBehaviorTestKit<Entity.Message, InstanceEvent, ContainerInstance> entity;

    @AfterAll
    static void stop() {
        ACTORS.shutdownTestKit();
    }

    @BeforeEach
    void start() {
        entity =
                EventSourcedBehaviorTestKit.create(
                        ACTORS.system(),
                        behavior("default/i1"),
                        EventSourcedBehaviorTestKit.enabledSerializationSettings()
                                .withVerifyCommands(false)
                                .withVerifyState(false)
                                .withVerifyEquality(true));
        entity.clear();
        published.clear();
    }

    private Behavior<Entity.Message> behavior(String id) {
        return Entity.create(
                AggregateKind.CONTAINER_INSTANCE,
                id,
                new Epochs(null, Runnable::run),
                (address, first, events) -> published.add(new Publication(address, first, events)),
                InstantSource.fixed(PRECISE),
                meter);
    }

    private Reply run(InstanceCommand command, long epoch) {
        return entity.runCommand(
                        (ActorRef<Reply> replyTo) -> new Execute<>(command, epoch, replyTo))
                .reply();
    }

    @Test
    void whatWasPersistedIsPublishedWithItsNumberAndAnswered() {
        var registered = Instances.registered("i1", resources(100, 100));
        assertThat(run(register("i1", resources(100, 100)), 0))
                .isEqualTo(new Reply.Done(1, List.of(registered), null));
        var reserved = (Reply.Done) run(reserve(ask("t1", 10, 10)), 0);
        assertThat(reserved.sequenceNumber()).isEqualTo(2);
        assertThat(published)
                .containsExactly(
                        new Publication(ADDRESS, 1, List.of(registered)),
                        new Publication(ADDRESS, 2, reserved.events()));
    }

    @Test
    void timeEntersInWholeMilliseconds() {
        var done = (Reply.Done) run(register("i1", resources(1, 1)), 0);
        assertThat(done.events())
                .singleElement()
                .isInstanceOfSatisfying(
                        InstanceEvent.Registered.class,
                        event -> assertThat(event.at()).isEqualTo(Scenario.NOW));
    }

    @Test
    void aCommandWithoutEventsIsAnsweredWithTheSequenceNumberAndNotPublished() {
        run(register("i1", resources(5, 5)), 0);
        published.clear();
        assertThat(run(register("i1", resources(5, 5)), 0))
                .isEqualTo(new Reply.Done(1, List.of(), null));
        var refused = (Reply.Done) run(reserve(ask("t1", 6, 0)), 0);
        assertThat(refused.sequenceNumber()).isEqualTo(1);
        assertThat(refused.answer())
                .isInstanceOfSatisfying(
                        ReservationsGranted.class,
                        answer -> assertThat(answer.refused()).containsOnlyKeys("t1"));
        assertThat(published).isEmpty();
    }

    @Test
    void whatTheRulesRefuseIsAnsweredWithCodeAndSentence() {
        assertThat(run(new Deregister(false, Set.of()), 0))
                .isEqualTo(
                        new Reply.Refused(
                                ErrorCode.INVALID_PARAMETER, "Container instance not found."));
        assertThat(published).isEmpty();
    }

    @Test
    void aRestartBringsTheStateBackAndTellsTheNumberReached() {
        run(register("i1", resources(100, 100)), 0);
        run(reserve(ask("t1", 10, 10)), 0);
        var before = entity.getState();
        published.clear();

        assertThat(entity.restart().state()).isEqualTo(before);

        assertThat(published).containsExactly(new Publication(ADDRESS, 3, List.of()));
        assertThat(((Reply.Done) run(new ReserveSequence(5), 0)).sequenceNumber()).isEqualTo(3);
    }

    @Test
    void aStaleEpochIsRefusedAndAClientHasNone() {
        run(register("i1", resources(100, 100)), 7);
        assertThat(run(reserve(ask("t1", 10, 10)), 6))
                .isEqualTo(
                        new Reply.Refused(
                                ErrorCode.SERVER,
                                "Another server acts for this cluster now; its epoch is 7, this command's 6."));
        assertThat(run(reserve(ask("t1", 10, 10)), 7)).isInstanceOf(Reply.Done.class);
        assertThat(run(reserve(ask("t2", 10, 10)), 0)).isInstanceOf(Reply.Done.class);
        assertThat(run(reserve(ask("t3", 10, 10)), 8)).isInstanceOf(Reply.Done.class);
        assertThat(run(reserve(ask("t4", 10, 10)), 7)).isInstanceOf(Reply.Refused.class);
        assertThat(((ContainerInstance.Registered) entity.getState()).reservations())
                .containsOnlyKeys("t1", "t2", "t3");
    }

    @Test
    void aLongLivedAggregateComesBackFromItsSnapshotAndWhatFollowed() {
        run(register("i1", resources(100, 100)), 0);
        for (var i = 0; i < 204; i++) {
            run(new ReserveSequence(1), 0);
        }
        var snapshots = entity.snapshotTestKit().orElseThrow();
        assertThat(snapshots.persistedInStorage(ADDRESS.persistenceId())).hasSize(1);
        var before = entity.getState();

        assertThat(entity.restart().state()).isEqualTo(before);
        assertThat(((Reply.Done) run(new ReserveSequence(1), 0)).answer())
                .isEqualTo(new SequenceGranted(205, 205));
    }

    @Test
    void whatCouldNotBePersistedIsNeitherPublishedNorAnswered() throws Exception {
        var journal = PersistenceTestKit.create(ACTORS.system());
        var address = AggregateKind.CONTAINER_INSTANCE.at("default", "i2");
        TestProbe<Reply> probe = ACTORS.createTestProbe(Reply.class);
        var actor = ACTORS.spawn(behavior("default/i2"));
        actor.tell(new Execute<>(register("i2", resources(9, 9)), 0, probe.ref()));
        probe.receiveMessage();

        journal.failNextPersisted(address.persistenceId());
        actor.tell(new Execute<>(new ReserveSequence(1), 0, probe.ref()));
        awaitPublished(new Publication(address, 2, List.of()));
        actor.tell(new Execute<>(new ReserveSequence(1000), 0, probe.ref()));

        var next = (Reply.Done) probe.receiveMessage(Duration.ofSeconds(20));
        assertThat(next.events()).isEqualTo(List.of(new SequenceReserved(1000)));
        assertThat(next.sequenceNumber()).isEqualTo(2);
        awaitPublished(new Publication(address, 2, next.events()));
        assertThat(counted)
                .containsExactly(
                        "ContainerInstance 1", "ContainerInstance failed", "ContainerInstance 1");
    }

    /** Takes publications until this one comes; any other must be of the first start. */
    private void awaitPublished(Publication expected) throws InterruptedException {
        while (true) {
            var next = published.poll(20, TimeUnit.SECONDS);
            assertThat(next).as("publications before " + expected).isNotNull();
            if (next.equals(expected)) {
                return;
            }
            assertThat(next.first()).isEqualTo(1);
        }
    }
}
