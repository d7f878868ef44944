package dev.berth.ecs.instance;

import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.HostPort;
import dev.berth.domain.HostPort.Transport;
import dev.berth.domain.instance.ContainerInstance.Inactive;
import dev.berth.domain.instance.ContainerInstance.Registered;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.ecs.Arns;
import dev.berth.ecs.tag.TagModel;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/** A container instance as the ECS API shows it. */
public final class InstanceModel {
    private final Arns arns;

    public InstanceModel(Arns arns) {
        this.arns = arns;
    }

    /**
     * The instance with this id in the format of the API; empty if there is none.
     *
     * @param include additional parts: {@code TAGS}
     */
    Optional<ContainerInstance> of(String id, ClusterSnapshot contents, Set<String> include) {
        return contents.instance(id).flatMap(instance -> of(instance, contents, include));
    }

    /**
     * An instance in the format of the API.
     *
     * @param contents the cluster, for the agent's connection and the numbers of tasks
     * @param include additional parts: {@code TAGS}
     */
    public Optional<ContainerInstance> of(
            dev.berth.domain.instance.ContainerInstance instance,
            ClusterSnapshot contents,
            Set<String> include) {
        return switch (instance) {
            case dev.berth.domain.instance.ContainerInstance.Absent _ -> Optional.empty();
            case Registered registered -> Optional.of(registered(registered, contents, include));
            case Inactive inactive -> Optional.of(inactive(inactive));
        };
    }

    private ContainerInstance registered(
            Registered instance, ClusterSnapshot contents, Set<String> include) {
        var id = instance.instanceId();
        return common(instance.cluster(), id, instance.attributes(), instance.versions())
                .version(instance.version())
                .tags(
                        include.contains(TagModel.INCLUDED)
                                ? TagModel.shown(instance.tags())
                                : List.of())
                .status(instance.status().name())
                .agentConnected(contents.isConnected(id))
                .registeredAt(instance.registeredAt())
                .registeredResources(resources(instance.resources()))
                .remainingResources(remaining(instance))
                .runningTasksCount(
                        count(
                                contents,
                                id,
                                task ->
                                        task.desiredStatus() == DesiredStatus.RUNNING
                                                && task.lastStatus() == LastStatus.RUNNING))
                .pendingTasksCount(
                        count(contents, id, task -> task.lastStatus() == LastStatus.PENDING))
                .build();
    }

    private static int count(
            ClusterSnapshot contents, String id, Predicate<Task.Launched> counted) {
        return (int) contents.activeTasksOn(id).filter(counted).count();
    }

    private ContainerInstance inactive(Inactive instance) {
        return common(
                        instance.cluster(),
                        instance.instanceId(),
                        instance.attributes(),
                        instance.versions())
                .version(instance.version())
                .status("INACTIVE")
                .agentConnected(false)
                .registeredAt(instance.registeredAt())
                .registeredResources(resources(instance.resources()))
                .remainingResources(resources(instance.resources()))
                .runningTasksCount(0)
                .pendingTasksCount(0)
                .build();
    }

    private ContainerInstance.Builder common(
            String cluster, String id, Map<String, String> attributes, Versions versions) {
        return ContainerInstance.builder()
                .containerInstanceArn(arns.containerInstance(cluster, id))
                .versionInfo(
                        VersionInfo.builder()
                                .agentVersion(versions.agentVersion())
                                .agentHash(versions.agentHash())
                                .dockerVersion(versions.dockerVersion())
                                .build())
                .attributes(attributes(attributes))
                .attachments(List.of())
                .tags(List.of());
    }

    /**
     * Agents compare each value with the one that they sent; an attribute without a value has a
     * name only.
     */
    private static List<Attribute> attributes(Map<String, String> attributes) {
        return new TreeMap<>(attributes)
                .entrySet().stream()
                        .map(
                                attribute ->
                                        Attribute.builder()
                                                .name(attribute.getKey())
                                                .value(
                                                        attribute.getValue().isEmpty()
                                                                ? null
                                                                : attribute.getValue())
                                                .build())
                        .toList();
    }

    private static List<Resource> resources(Resources resources) {
        return resources(resources.cpu(), resources.memory(), resources.reservedPorts());
    }

    /** CPU and memory decrease, but never below 0; the lists of used ports grow. */
    private static List<Resource> remaining(Registered instance) {
        var ports = new TreeSet<>(instance.resources().reservedPorts());
        instance.reservations().values().stream().map(Reservation::ports).forEach(ports::addAll);
        return resources(
                Math.max(0, instance.resources().cpu() - instance.reservedCpu()),
                Math.max(0, instance.resources().memory() - instance.reservedMemory()),
                ports);
    }

    private static List<Resource> resources(int cpu, int memory, Collection<HostPort> ports) {
        return List.of(
                amount("CPU", cpu),
                amount("MEMORY", memory),
                ports("PORTS", ports, Transport.TCP),
                ports("PORTS_UDP", ports, Transport.UDP));
    }

    private static Resource amount(String name, int value) {
        return resource(name, "INTEGER").integerValue(value).build();
    }

    private static Resource ports(String name, Collection<HostPort> ports, Transport transport) {
        return resource(name, "STRINGSET")
                .integerValue(0)
                .stringSetValue(
                        ports.stream()
                                .filter(port -> port.transport() == transport)
                                .map(HostPort::number)
                                .sorted()
                                .map(number -> Integer.toString(number))
                                .toList())
                .build();
    }

    /** ECS writes values that do not apply as zeros. */
    private static Resource.Builder resource(String name, String type) {
        return Resource.builder().name(name).type(type).doubleValue(0.0).longValue(0L);
    }
}
