package dev.berth.actors.view;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Registered;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.HostPort;
import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.cluster.Utilization;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * A registered instance in a snapshot, for queries of the cluster query language. The counts are
 * those of DescribeContainerInstances; each is computed when it is needed.
 */
public record SnapshotInstance(ClusterSnapshot contents, Registered registration)
        implements Instance {

    @Override
    public String id() {
        return registration.instanceId();
    }

    @Override
    public boolean isActive() {
        return registration.status() == ContainerInstance.Status.ACTIVE;
    }

    @Override
    public boolean isAgentConnected() {
        return contents.isConnected(id());
    }

    @Override
    public Optional<String> agentVersion() {
        return Optional.ofNullable(registration.versions().agentVersion());
    }

    /** Hosts are not EC2 instances; the identity document is ignored. */
    @Override
    public Optional<String> ec2InstanceId() {
        return Optional.empty();
    }

    @Override
    public Instant registeredAt() {
        return registration.registeredAt();
    }

    @Override
    public Map<String, String> attributes() {
        return registration.attributes();
    }

    @Override
    public Capacity registered() {
        return new Capacity(registration.resources().cpu(), registration.resources().memory());
    }

    @Override
    public Capacity remaining() {
        return new Capacity(
                registration.resources().cpu() - registration.reservedCpu(),
                registration.resources().memory() - registration.reservedMemory());
    }

    @Override
    public boolean isFree(HostPort port) {
        var transport = dev.berth.domain.HostPort.Transport.valueOf(port.transport().name());
        var wanted = new dev.berth.domain.HostPort(port.number(), transport);
        var reserved =
                registration.reservations().values().stream()
                        .map(Reservation::ports)
                        .anyMatch(ports -> ports.contains(wanted));
        var bound =
                tasks().flatMap(task -> task.progress().containers().values().stream())
                        .flatMap(container -> container.bindings().stream())
                        .anyMatch(binding -> binding.hostPort().equals(wanted));
        return !registration.resources().reservedPorts().contains(wanted) && !reserved && !bound;
    }

    @Override
    public int runningTasksCount() {
        return count(
                task ->
                        task.desiredStatus() == DesiredStatus.RUNNING
                                && task.lastStatus() == LastStatus.RUNNING);
    }

    @Override
    public int pendingTasksCount() {
        return count(task -> task.lastStatus() == LastStatus.PENDING);
    }

    @Override
    public int tasksOfGroup(String group) {
        return count(task -> isDesiredRunning(task) && task.spec().group().equals(group));
    }

    @Override
    public int tasksOfFamily(String family) {
        return count(task -> isDesiredRunning(task) && task.spec().family().equals(family));
    }

    @Override
    public Map<String, Integer> tasksByGroup() {
        var groups = new HashMap<String, Integer>();
        tasks().filter(SnapshotInstance::isDesiredRunning)
                .forEach(task -> groups.merge(task.spec().group(), 1, Integer::sum));
        return groups;
    }

    @Override
    public Optional<Utilization> utilization() {
        return tasks().flatMap(task -> contents.utilization(task.spec().taskId()).stream())
                .map(used -> new Utilization(used.cpuUnits(), used.memoryMebibytes()))
                .reduce(
                        (a, b) ->
                                new Utilization(
                                        a.cpuUnits() + b.cpuUnits(),
                                        a.memoryMebibytes() + b.memoryMebibytes()));
    }

    /** A task that was asked to stop does not count for its group and family. */
    private static boolean isDesiredRunning(Task.Launched task) {
        return task.desiredStatus() == DesiredStatus.RUNNING;
    }

    private int count(Predicate<Task.Launched> counted) {
        return (int) tasks().filter(counted).count();
    }

    private Stream<Task.Launched> tasks() {
        return contents.tasksOn(id()).filter(Task.Active.class::isInstance);
    }
}
