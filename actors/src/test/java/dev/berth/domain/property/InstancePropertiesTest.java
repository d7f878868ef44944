package dev.berth.domain.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Registered;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.InstanceEvent.Reserved;
import dev.berth.domain.instance.Reservation;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class InstancePropertiesTest {

    private static void always(
            Run.Property<InstanceCommand, InstanceEvent, ContainerInstance> property) {
        Run.all(new InstanceDecider(), draw -> new Commands(draw)::instance, property);
    }

    @Test
    void nothingIsGrantedBeyondWhatIsRegisteredAtThatMoment() {
        var grants = new AtomicInteger();
        always(
                (_, _, events, after) -> {
                    for (var granted : granted(events)) {
                        var instance = (Registered) after;
                        if (granted.cpu() > 0) {
                            assertThat(instance.reservedCpu())
                                    .isLessThanOrEqualTo(instance.resources().cpu());
                        }
                        if (granted.memory() > 0) {
                            assertThat(instance.reservedMemory())
                                    .isLessThanOrEqualTo(instance.resources().memory());
                        }
                        grants.incrementAndGet();
                    }
                });
        assertThat(grants).as("reservations that were granted at all").hasValueGreaterThan(500);
    }

    @Test
    void aPortHasOneOwner() {
        always(
                (_, _, events, after) -> {
                    if (after instanceof Registered instance) {
                        var owned = new HashSet<HostPort>();
                        for (var reservation : instance.reservations().values()) {
                            assertThat(reservation.ports()).allMatch(owned::add, "not owned yet");
                        }
                        for (var reservation : granted(events)) {
                            assertThat(reservation.ports())
                                    .noneMatch(instance.resources().reservedPorts()::contains);
                        }
                    }
                });
    }

    @Test
    void aReservationEndsOnlyWhereSomeoneSaidThatItsTaskIsOver() {
        always(
                (before, command, _, after) -> {
                    if (before instanceof Registered was && after instanceof Registered is) {
                        var lost = new HashSet<>(was.reservations().keySet());
                        lost.removeAll(is.reservations().keySet());
                        assertThat(named(command)).containsAll(lost);
                    }
                });
    }

    private static List<String> named(InstanceCommand command) {
        return switch (command) {
            case InstanceCommand.Release(var taskIds) -> List.copyOf(taskIds);
            case InstanceCommand.Reserve(_, var stopped) -> List.copyOf(stopped);
            case InstanceCommand.Register _ -> List.of();
            case InstanceCommand.ReserveSequence _ -> List.of();
            case InstanceCommand.SetStatus _ -> List.of();
            case InstanceCommand.ChangeTags _ -> List.of();
            case InstanceCommand.ChangeAttributes _ -> List.of();
            case InstanceCommand.SetVersions _ -> List.of();
            case InstanceCommand.Deregister _ -> List.of();
        };
    }

    private static List<Reservation> granted(List<InstanceEvent> events) {
        return events.stream()
                .filter(Reserved.class::isInstance)
                .flatMap(event -> ((Reserved) event).granted().stream())
                .toList();
    }
}
