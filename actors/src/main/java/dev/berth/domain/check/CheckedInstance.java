package dev.berth.domain.check;

import dev.berth.domain.HostPort;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.instance.Resources;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The check's own record of one container instance. It uses none of the rules of the decider, so
 * that it finds mistakes in those.
 */
final class CheckedInstance {

    private final Map<String, Reservation> reservations = new HashMap<>();
    private final Map<HostPort, String> reservedPorts = new HashMap<>();
    private final Map<HostPort, String> boundPorts = new HashMap<>();
    private final Map<String, Set<HostPort>> boundBy = new HashMap<>();
    private Resources resources;
    private Status status = Status.ACTIVE;
    private long cpu;
    private long memory;

    CheckedInstance(Resources resources) {
        this.resources = resources;
    }

    static CheckedInstance of(ContainerInstance.Registered registered) {
        var counted = new CheckedInstance(registered.resources());
        counted.status = registered.status();
        registered.reservations().values().forEach(counted::hold);
        return counted;
    }

    void register(Resources again) {
        resources = again;
    }

    void status(Status changed) {
        status = changed;
    }

    boolean holds(String task) {
        return reservations.containsKey(task);
    }

    Set<String> held() {
        return Set.copyOf(reservations.keySet());
    }

    void release(String task) {
        var released = reservations.remove(task);
        if (released != null) {
            cpu -= released.cpu();
            memory -= released.memory();
            released.ports().forEach(port -> reservedPorts.remove(port, task));
        }
    }

    private void hold(Reservation granted) {
        release(granted.taskId());
        reservations.put(granted.taskId(), granted);
        cpu += granted.cpu();
        memory += granted.memory();
        granted.ports().forEach(port -> reservedPorts.putIfAbsent(port, granted.taskId()));
    }

    /** Records a reservation, and returns what is wrong with it. */
    Optional<String> grant(Reservation granted) {
        var wrong =
                holds(granted.taskId())
                        ? Optional.of(
                                "task %s already had a reservation".formatted(granted.taskId()))
                        : ports(granted);
        hold(granted);
        return wrong.or(() -> room(granted));
    }

    private Optional<String> room(Reservation granted) {
        if (status != Status.ACTIVE) {
            return Optional.of("the instance was %s".formatted(status));
        }
        if (granted.cpu() > 0 && cpu > resources.cpu()) {
            return Optional.of(
                    "%d of %d CPU units were then reserved".formatted(cpu, resources.cpu()));
        }
        if (granted.memory() > 0 && memory > resources.memory()) {
            return Optional.of(
                    "%d of %d MiB were then reserved".formatted(memory, resources.memory()));
        }
        return Optional.empty();
    }

    private Optional<String> ports(Reservation granted) {
        for (var port : granted.ports()) {
            if (resources.reservedPorts().contains(port)) {
                return Optional.of("%s is reserved for the host".formatted(text(port)));
            }
            if (reservedPorts.containsKey(port)) {
                return Optional.of("task %s had %s".formatted(reservedPorts.get(port), text(port)));
            }
        }
        return Optional.empty();
    }

    /** Records the ports that the task has bound, and returns a conflict with another task. */
    Optional<String> bind(String task, Set<HostPort> ports) {
        unbind(task);
        Optional<String> wrong = Optional.empty();
        for (var port : ports) {
            var owner = boundPorts.putIfAbsent(port, task);
            if (owner != null && wrong.isEmpty()) {
                wrong = Optional.of("task %s had bound %s".formatted(owner, text(port)));
            }
        }
        if (!ports.isEmpty()) {
            boundBy.put(task, ports);
        }
        return wrong;
    }

    void unbind(String task) {
        boundBy.getOrDefault(task, Set.of()).forEach(port -> boundPorts.remove(port, task));
        boundBy.remove(task);
    }

    private static String text(HostPort port) {
        return port.transport().name().toLowerCase(Locale.ROOT) + " port " + port.number();
    }
}
