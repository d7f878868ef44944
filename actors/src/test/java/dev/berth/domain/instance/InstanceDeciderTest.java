package dev.berth.domain.instance;

import static dev.berth.domain.Scenario.NOW;
import static dev.berth.domain.instance.Instances.ask;
import static dev.berth.domain.instance.Instances.granted;
import static dev.berth.domain.instance.Instances.ports;
import static dev.berth.domain.instance.Instances.register;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.reserve;
import static dev.berth.domain.instance.Instances.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.HostPort;
import dev.berth.domain.Scenario;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.instance.InstanceAnswer.SequenceGranted;
import dev.berth.domain.instance.InstanceCommand.Deregister;
import dev.berth.domain.instance.InstanceCommand.Register;
import dev.berth.domain.instance.InstanceCommand.Release;
import dev.berth.domain.instance.InstanceCommand.Reserve;
import dev.berth.domain.instance.InstanceCommand.ReserveSequence;
import dev.berth.domain.instance.InstanceCommand.SetStatus;
import dev.berth.domain.instance.InstanceCommand.SetVersions;
import dev.berth.domain.instance.InstanceEvent.Deregistered;
import dev.berth.domain.instance.InstanceEvent.Registered;
import dev.berth.domain.instance.InstanceEvent.Released;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.InstanceEvent.SequenceReserved;
import dev.berth.domain.instance.InstanceEvent.StatusChanged;
import dev.berth.domain.instance.InstanceEvent.VersionsChanged;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class InstanceDeciderTest {

    private static final Registered REGISTERED = registered("i1", resources(1000, 500, 22));

    private final Scenario<InstanceCommand, InstanceEvent, ContainerInstance> scenario =
            Scenario.of(new InstanceDecider());

    @Test
    void anAgentRegistersItsHost() {
        scenario.when(register("i1", resources(1000, 500, 22))).then(REGISTERED);
        var state = scenario.state(ContainerInstance.Registered.class);
        assertThat(state.status()).isEqualTo(ContainerInstance.Status.ACTIVE);
        assertThat(state.reservations()).isEmpty();
        assertThat(state.version()).isEqualTo(1);
    }

    @Test
    void registeringAgainAsBeforeChangesNothing() {
        scenario.given(REGISTERED).when(register("i1", resources(1000, 500, 22))).thenNothing();
    }

    /** Amazon's agent says its versions when it connects, not when it registers. */
    @Test
    void versionsAreKeptUntilTheAgentReportsOthers() {
        var upgraded = new Versions("1.3.0", "abc", "20.10");
        scenario.given(REGISTERED)
                .when(new SetVersions(new Versions("1.3.0", null, null)))
                .then(new VersionsChanged(upgraded));
        var state = scenario.state(ContainerInstance.Registered.class);
        assertThat(state.versions()).isEqualTo(upgraded);
        assertThat(state.version()).isEqualTo(2);
        scenario.when(new SetVersions(upgraded)).thenNothing();
        scenario.when(new SetVersions(Versions.UNKNOWN)).thenNothing();
        scenario.when(
                        new Register(
                                "default",
                                "i1",
                                resources(1000, 500, 22),
                                Map.of("os", "linux"),
                                Versions.UNKNOWN))
                .thenNothing();
    }

    @Test
    void registeringAgainKeepsReservationsAndWhatWasNotSentAgain() {
        var newer = new Versions("2", "def", "24");
        scenario.given(REGISTERED, reserved(granted("t1", 600, 10)))
                .at(NOW.plusSeconds(1))
                .when(new Register("default", "i1", resources(100, 50), Map.of("gpu", ""), newer))
                .then(
                        new Registered(
                                "default",
                                "i1",
                                resources(100, 50),
                                Map.of("os", "linux", "gpu", ""),
                                newer,
                                NOW.plusSeconds(1)));
        var state = scenario.state(ContainerInstance.Registered.class);
        assertThat(state.reservations()).containsOnlyKeys("t1");
        assertThat(state.registeredAt()).isEqualTo(NOW);
        assertThat(state.version()).isEqualTo(3);
    }

    @Test
    void reservationsThatFitAreGrantedInOrderAndTheOthersNameTheMissingResource() {
        scenario.given(REGISTERED)
                .when(
                        reserve(
                                ask("t1", 600, 100),
                                ask("t2", 600, 100),
                                ask("t3", 400, 500),
                                ask("t4", 400, 400, 22),
                                ask("t5", 400, 400, 80)))
                .then(reserved(granted("t1", 600, 100), granted("t5", 400, 400, 80)))
                .thenAnswers(
                        new ReservationsGranted(
                                Map.of(
                                        "t2", Shortage.CPU,
                                        "t3", Shortage.MEMORY,
                                        "t4", Shortage.PORTS)));
    }

    @Test
    void aHostPortHasOneOwnerAndTcpIsNotUdp() {
        scenario.given(REGISTERED, reserved(granted("t1", 0, 0, 80)))
                .when(reserve(ask("t2", 0, 0, 80), udp("t3")))
                .then(reserved(udp("t3").grantedAt(NOW)))
                .thenAnswers(new ReservationsGranted(Map.of("t2", Shortage.PORTS)));
    }

    private static Reservation udp(String taskId) {
        return new Reservation(taskId, 0, 0, Set.of(HostPort.udp(80)), null);
    }

    @Test
    void whoHoldsAReservationKeepsItAndAskingAgainChangesNothing() {
        scenario.given(REGISTERED, reserved(granted("t1", 1000, 500, 80)))
                .when(reserve(ask("t1", 1000, 500, 80)))
                .thenNothing()
                .thenAnswers(new ReservationsGranted(Map.of()));
    }

    @Test
    void stoppedTasksGiveBackTheirRoomInTheSameEvent() {
        scenario.given(REGISTERED, reserved(granted("t1", 1000, 500, 80)))
                .when(
                        new Reserve(
                                List.of(ask("t2", 1000, 500, 80)), Set.of("t1", "never-was-here")))
                .then(new Reserved(List.of(granted("t2", 1000, 500, 80)), Set.of("t1")));
        assertThat(scenario.state(ContainerInstance.Registered.class).reservations())
                .containsOnlyKeys("t2");
    }

    @Test
    void anInstanceThatShrankGrantsOnlyWhatNeedsNothing() {
        scenario.given(
                        REGISTERED,
                        reserved(granted("t1", 600, 100)),
                        registered("i1", resources(500, 500)))
                .when(reserve(ask("t2", 1, 0), ask("t3", 0, 100)))
                .then(reserved(granted("t3", 0, 100)))
                .thenAnswers(new ReservationsGranted(Map.of("t2", Shortage.CPU)));
    }

    @Test
    void aGrantOfNothingIsNotPersisted() {
        scenario.given(REGISTERED)
                .when(reserve(ask("t1", 1001, 0)))
                .thenNothing()
                .thenAnswers(new ReservationsGranted(Map.of("t1", Shortage.CPU)));
    }

    @Test
    void anInstanceThatIsNotThereRefusesEveryoneOnceHoweverOftenNamed() {
        var asks = reserve(ask("t1", 1, 1), ask("t1", 1, 1), ask("t2", 1, 1));
        var refusal =
                new ReservationsGranted(Map.of("t1", Shortage.INACTIVE, "t2", Shortage.INACTIVE));
        scenario.when(asks).thenNothing().thenAnswers(refusal);
        scenario.given(REGISTERED, new Deregistered(NOW))
                .when(asks)
                .thenNothing()
                .thenAnswers(refusal);
    }

    @Test
    void oneTaskNamedTwiceIsGrantedOnce() {
        scenario.given(REGISTERED)
                .when(reserve(ask("t1", 600, 10), ask("t1", 600, 10)))
                .then(reserved(granted("t1", 600, 10)));
    }

    @Test
    void releasingGivesBackWhatIsHeldAndIsNotPersistedWhereNothingIs() {
        scenario.given(REGISTERED, reserved(granted("t1", 600, 10, 80), granted("t2", 1, 1)))
                .when(new Release(Set.of("t1", "t9")))
                .then(new Released(Set.of("t1")))
                .when(new Release(Set.of("t1", "t9")))
                .thenNothing();
        var state = scenario.state(ContainerInstance.Registered.class);
        assertThat(state.reservations()).containsOnlyKeys("t2");
        assertThat(state.reservedCpu()).isEqualTo(1);
        assertThat(state.reservedMemory()).isEqualTo(1);
    }

    @Test
    void messageNumbersAreGivenOutInBlocksThatNeverOverlap() {
        scenario.given(REGISTERED)
                .when(new ReserveSequence(1000))
                .then(new SequenceReserved(1000))
                .thenAnswers(new SequenceGranted(1, 1000))
                .when(new ReserveSequence(1000))
                .then(new SequenceReserved(2000))
                .thenAnswers(new SequenceGranted(1001, 2000));
    }

    @Test
    void aBusyInstanceIsDeregisteredOnlyByForce() {
        scenario.given(REGISTERED, reserved(granted("t1", 1, 1), granted("t2", 1, 1)))
                .when(new Deregister(false, Set.of("t1")))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "Found running tasks on the instance.")
                .when(new Deregister(true, Set.of()))
                .then(new Deregistered(NOW));
        assertThat(scenario.state(ContainerInstance.Inactive.class).resources().reservedPorts())
                .isEqualTo(ports(22));
    }

    @Test
    void anInstanceWhoseTasksHaveAllStoppedIsDeregistered() {
        scenario.given(REGISTERED, reserved(granted("t1", 1, 1)))
                .when(new Deregister(false, Set.of("t1")))
                .then(new Deregistered(NOW))
                .when(new Deregister(false, Set.of()))
                .thenNothing();
    }

    @Test
    void aDrainingInstanceGrantsNothingAndKeepsWhatItGave() {
        scenario.given(REGISTERED, reserved(granted("t1", 1, 1)))
                .when(new SetStatus(Status.DRAINING))
                .then(new StatusChanged(Status.DRAINING, NOW))
                .when(new SetStatus(Status.DRAINING))
                .thenNothing()
                .when(new Reserve(List.of(ask("t2", 1, 1)), Set.of()))
                .thenNothing()
                .thenAnswers(new ReservationsGranted(Map.of("t2", Shortage.INACTIVE)));
        assertThat(scenario.state(ContainerInstance.Registered.class).reservations())
                .containsOnlyKeys("t1");
        scenario.when(new SetStatus(Status.ACTIVE))
                .when(new Reserve(List.of(ask("t2", 1, 1)), Set.of()))
                .thenAnswers(new ReservationsGranted(Map.of()));
    }

    @Test
    void theStatusOfADeregisteredInstanceStays() {
        scenario.given(REGISTERED, new Deregistered(NOW))
                .when(new SetStatus(Status.ACTIVE))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "The container instance is INACTIVE.");
    }

    @Test
    void aDeregisteredInstanceNeverComesBack() {
        scenario.given(REGISTERED, new Deregistered(NOW))
                .when(register("i1", resources(1, 1)))
                .thenRefuses(
                        ErrorCode.CLIENT,
                        "The container instance is INACTIVE: it was deregistered. Remove the agent's state to"
                                + " register this host as a new instance.")
                .when(new Release(Set.of("t1")))
                .thenNothing()
                .when(new ReserveSequence(1))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "Container instance not found.");
    }

    @Test
    void whatNeverRegisteredCanNeitherBeNumberedNorDeregistered() {
        scenario.when(new ReserveSequence(1))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "Container instance not found.")
                .when(new Deregister(true, Set.of()))
                .thenRefuses(ErrorCode.INVALID_PARAMETER, "Container instance not found.")
                .when(new Release(Set.of("t1")))
                .thenNothing();
    }

    private static Reserved reserved(Reservation... granted) {
        return new Reserved(List.of(granted), Set.of());
    }
}
