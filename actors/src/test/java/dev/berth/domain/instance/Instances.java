package dev.berth.domain.instance;

import static dev.berth.domain.Scenario.NOW;

import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.InstanceCommand.Reserve;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Container instances and reservations that tests begin with. */
public final class Instances {

    public static final Versions VERSIONS = new Versions("1.2.3", "abc", "20.10");

    private Instances() {}

    public static Resources resources(int cpu, int memory, int... reservedPorts) {
        return new Resources(cpu, memory, ports(reservedPorts));
    }

    public static Set<HostPort> ports(int... numbers) {
        return Arrays.stream(numbers)
                .mapToObj(HostPort::tcp)
                .collect(Collectors.toUnmodifiableSet());
    }

    public static InstanceEvent.Registered registered(String id, Resources resources) {
        return new InstanceEvent.Registered(
                "default", id, resources, Map.of("os", "linux"), VERSIONS, NOW);
    }

    public static InstanceCommand.Register register(String id, Resources resources) {
        return new InstanceCommand.Register(
                "default", id, resources, Map.of("os", "linux"), VERSIONS);
    }

    /** The state of an instance that registered and granted these. */
    public static ContainerInstance.Registered holding(
            String id, Resources resources, Reservation... reservations) {
        var decider = new InstanceDecider();
        var state = decider.evolve(decider.initial(), registered(id, resources));
        var granted = Arrays.stream(reservations).map(r -> r.grantedAt(NOW)).toList();
        return (ContainerInstance.Registered)
                decider.evolve(state, new InstanceEvent.Reserved(granted, Set.of()));
    }

    public static Reservation ask(String taskId, int cpu, int memory, int... ports) {
        return new Reservation(taskId, cpu, memory, ports(ports), null);
    }

    public static Reservation granted(String taskId, int cpu, int memory, int... ports) {
        return ask(taskId, cpu, memory, ports).grantedAt(NOW);
    }

    public static Reserve reserve(Reservation... asked) {
        return new Reserve(List.of(asked), Set.of());
    }
}
