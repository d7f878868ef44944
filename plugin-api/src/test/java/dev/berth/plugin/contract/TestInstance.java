package dev.berth.plugin.contract;

import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.HostPort;
import dev.berth.plugin.cluster.HostPort.Transport;
import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.cluster.Utilization;
import dev.berth.plugin.placement.TaskToPlace;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A container instance for tests, made from {@link #of} step by step. It never changes: each step
 * makes another one.
 */
public record TestInstance(
        String id,
        boolean isActive,
        boolean isAgentConnected,
        Optional<String> agentVersion,
        Optional<String> ec2InstanceId,
        Instant registeredAt,
        Map<String, String> attributes,
        Capacity registered,
        Capacity remaining,
        Set<HostPort> takenPorts,
        int runningTasksCount,
        Map<String, Integer> tasksByGroup,
        Map<String, Integer> tasksByFamily,
        Optional<Utilization> utilization)
        implements Instance {

    private static final Instant REGISTERED = Instant.parse("2026-01-01T00:00:00Z");

    public TestInstance {
        attributes = Map.copyOf(attributes);
        takenPorts = Set.copyOf(takenPorts);
        tasksByGroup = Map.copyOf(tasksByGroup);
        tasksByFamily = Map.copyOf(tasksByFamily);
    }

    /** ACTIVE and connected, with 4096 CPU units and 4096 MiB, all of them left, and no task. */
    public static TestInstance of(String id) {
        var capacity = new Capacity(4096, 4096);
        return new TestInstance(
                id,
                true,
                true,
                Optional.of("1.100.0"),
                Optional.empty(),
                REGISTERED,
                Map.of(),
                capacity,
                capacity,
                Set.of(),
                0,
                Map.of(),
                Map.of(),
                Optional.empty());
    }

    public TestInstance draining() {
        return with(false, isAgentConnected, attributes, registered, remaining, utilization);
    }

    public TestInstance disconnected() {
        return with(isActive, false, attributes, registered, remaining, utilization);
    }

    public TestInstance withAttribute(String name, String value) {
        var more = new HashMap<>(attributes);
        more.put(name, value);
        return with(isActive, isAgentConnected, more, registered, remaining, utilization);
    }

    /** All of it is left. */
    public TestInstance withRegistered(int cpu, int memory) {
        var capacity = new Capacity(cpu, memory);
        return with(isActive, isAgentConnected, attributes, capacity, capacity, utilization);
    }

    public TestInstance withRemaining(int cpu, int memory) {
        var left = new Capacity(cpu, memory);
        return with(isActive, isAgentConnected, attributes, registered, left, utilization);
    }

    public TestInstance withUtilization(double cpuUnits, double memoryMebibytes) {
        var used = Optional.of(new Utilization(cpuUnits, memoryMebibytes));
        return with(isActive, isAgentConnected, attributes, registered, remaining, used);
    }

    public TestInstance registeredAt(Instant time) {
        return new TestInstance(
                id,
                isActive,
                isAgentConnected,
                agentVersion,
                ec2InstanceId,
                time,
                attributes,
                registered,
                remaining,
                takenPorts,
                runningTasksCount,
                tasksByGroup,
                tasksByFamily,
                utilization);
    }

    /** A TCP port that something on it holds. */
    public TestInstance withPortTaken(int port) {
        var ports = new HashSet<>(takenPorts);
        ports.add(new HostPort(port, Transport.TCP));
        return holding(remaining, ports, runningTasksCount, tasksByGroup, tasksByFamily);
    }

    /** So many running tasks of the group more, which hold nothing of its resources. */
    public TestInstance withTasks(String group, int count) {
        var families = tasksByFamily;
        if (group.startsWith("family:")) {
            families = plus(families, group.substring("family:".length()), count);
        }
        return holding(
                remaining,
                takenPorts,
                runningTasksCount + count,
                plus(tasksByGroup, group, count),
                families);
    }

    /** With one such task more, as it is after a placement. */
    public TestInstance withPlaced(TaskToPlace task) {
        var ports = new HashSet<>(takenPorts);
        ports.addAll(task.ports());
        return holding(
                new Capacity(
                        remaining.cpu() - task.needs().cpu(),
                        remaining.memory() - task.needs().memory()),
                ports,
                runningTasksCount,
                plus(tasksByGroup, task.group(), 1),
                plus(tasksByFamily, task.family(), 1));
    }

    @Override
    public boolean isFree(HostPort port) {
        return !takenPorts.contains(port);
    }

    @Override
    public int pendingTasksCount() {
        return tasksByGroup.values().stream().mapToInt(Integer::intValue).sum() - runningTasksCount;
    }

    @Override
    public int tasksOfGroup(String group) {
        return tasksByGroup.getOrDefault(group, 0);
    }

    @Override
    public int tasksOfFamily(String family) {
        return tasksByFamily.getOrDefault(family, 0);
    }

    private static Map<String, Integer> plus(Map<String, Integer> counts, String key, int count) {
        var more = new HashMap<>(counts);
        more.merge(key, count, Integer::sum);
        return more;
    }

    private TestInstance with(
            boolean active,
            boolean connected,
            Map<String, String> attributes,
            Capacity registered,
            Capacity remaining,
            Optional<Utilization> utilization) {
        return new TestInstance(
                id,
                active,
                connected,
                agentVersion,
                ec2InstanceId,
                registeredAt,
                attributes,
                registered,
                remaining,
                takenPorts,
                runningTasksCount,
                tasksByGroup,
                tasksByFamily,
                utilization);
    }

    private TestInstance holding(
            Capacity remaining,
            Set<HostPort> ports,
            int running,
            Map<String, Integer> groups,
            Map<String, Integer> families) {
        return new TestInstance(
                id,
                isActive,
                isAgentConnected,
                agentVersion,
                ec2InstanceId,
                registeredAt,
                attributes,
                registered,
                remaining,
                ports,
                running,
                groups,
                families,
                utilization);
    }
}
