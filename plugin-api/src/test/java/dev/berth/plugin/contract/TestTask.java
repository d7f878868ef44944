package dev.berth.plugin.contract;

import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.HostPort;
import dev.berth.plugin.cluster.HostPort.Transport;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.Set;

/** Tasks for tests. */
public final class TestTask {
    private TestTask() {}

    /** A task of this family that needs 100 CPU units and 100 MiB, and nothing else. */
    public static TaskToPlace of(String family) {
        return of(family, 100, 100);
    }

    public static TaskToPlace of(String family, int cpu, int memory) {
        return new TaskToPlace(
                family, 1, "family:" + family, new Capacity(cpu, memory), Set.of(), Set.of());
    }

    /** The same, with a fixed TCP port of the instance. */
    public static TaskToPlace withPort(TaskToPlace task, int port) {
        return new TaskToPlace(
                task.family(),
                task.revision(),
                task.group(),
                task.needs(),
                Set.of(new HostPort(port, Transport.TCP)),
                task.requiredAttributes());
    }

    /** The same, with attributes that the instance must have. */
    public static TaskToPlace requiring(TaskToPlace task, String... attributes) {
        return new TaskToPlace(
                task.family(),
                task.revision(),
                task.group(),
                task.needs(),
                task.ports(),
                Set.of(attributes));
    }
}
