package dev.berth.agent.connection;

import dev.berth.agent.docker.DockerApiVersion;
import dev.berth.agent.docker.HostFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Resource;

/**
 * The data of an instance at its registration: its resources, and as attributes what it is and can
 * do.
 *
 * @param address where load balancers reach its host ports
 * @param logDrivers that tasks may use
 * @param custom attributes that the operator gave it; sent at the first registration only, since
 *     the server may have changed them later
 */
public record InstanceFacts(
        HostFacts host,
        String address,
        String availabilityZone,
        Reserved reserved,
        Set<String> logDrivers,
        Abilities abilities,
        Map<String, String> custom) {
    /**
     * The resources of the host that are not available to tasks.
     *
     * @param memory in MiB
     */
    public record Reserved(int memory, Set<Integer> ports, Set<Integer> portsUdp) {}

    /**
     * The capabilities of this agent.
     *
     * @param taskLimits whether it can set task-level limits
     * @param taskMetadata the status of the task metadata endpoint: available, off, unavailable
     * @param sharesEngine whether another agent on the same Docker Engine is allowed
     */
    public record Abilities(boolean taskLimits, String taskMetadata, boolean sharesEngine) {}

    private static final String OLD_PREFIX = "com.amazonaws.ecs.capability.";
    private static final List<String> NEW_CAPABILITIES =
            List.of(
                    "full-sync",
                    "container-ordering",
                    "container-health-check",
                    "container-restart-policy",
                    "network.container-port-range",
                    "pid-ipc-namespace-sharing",
                    "docker-plugin.local");

    /** A capability of Berth: the server can read the logs of containers. */
    private static final String LOGS = "dev.berth.capability.logs";

    /**
     * A capability of Berth: the server can request post-mortems, and receives them when tasks
     * stop.
     */
    private static final String POST_MORTEM = "dev.berth.capability.post-mortem";

    private static final int OLDEST_API = 17;
    private static final long MIB = 1024 * 1024;

    List<Resource> resources() {
        return List.of(
                integer("CPU", 1024 * host.cpus()),
                integer("MEMORY", (int) Math.max(0, host.memoryBytes() / MIB - reserved.memory())),
                ports("PORTS", reserved.ports()),
                ports("PORTS_UDP", reserved.portsUdp()));
    }

    /** Contains only capabilities that this agent has. */
    List<Attribute> attributes(boolean firstRegistration) {
        var valued = new TreeMap<String, String>();
        if (firstRegistration) {
            valued.putAll(custom);
        }
        valued.put("ecs.os-type", host.osType());
        valued.put("ecs.os-family", host.osType().toUpperCase(java.util.Locale.ROOT));
        valued.put("ecs.cpu-architecture", architecture());
        valued.put("ecs.availability-zone", availabilityZone);
        valued.put("berth.address", address);
        valued.put("berth.task-metadata", abilities.taskMetadata());
        if (!host.engine().id().isEmpty()) {
            valued.put("berth.docker-engine", host.engine().id());
        }
        if (abilities.sharesEngine()) {
            valued.put("berth.shared-docker-engine", "true");
        }

        var attributes = new ArrayList<Attribute>();
        attributes.add(capability(LOGS));
        attributes.add(capability(POST_MORTEM));
        NEW_CAPABILITIES.forEach(name -> attributes.add(capability("ecs.capability." + name)));
        if (abilities.taskLimits()) {
            attributes.add(capability("ecs.capability.task-cpu-mem-limit"));
            attributes.add(capability("ecs.capability.increased-task-cpu-limit"));
        }
        attributes.add(capability(OLD_PREFIX + "privileged-container"));
        logDrivers.stream()
                .filter(d -> d.equals("none") || host.engine().logDrivers().contains(d))
                .forEach(d -> attributes.add(capability(OLD_PREFIX + "logging-driver." + d)));
        for (int minor = OLDEST_API; minor <= newestApiOfBoth(); minor++) {
            attributes.add(capability(OLD_PREFIX + "docker-remote-api.1." + minor));
        }
        valued.forEach(
                (name, value) ->
                        attributes.add(Attribute.builder().name(name).value(value).build()));
        return attributes;
    }

    private int newestApiOfBoth() {
        return DockerApiVersion.negotiate(host.engine().newestApi()).minor();
    }

    /** ECS has two values, x86_64 and arm64. */
    private String architecture() {
        return switch (host.architecture()) {
            case "aarch64" -> "arm64";
            case "amd64" -> "x86_64";
            default -> host.architecture();
        };
    }

    private static Attribute capability(String name) {
        return Attribute.builder().name(name).build();
    }

    private static Resource integer(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private static Resource ports(String name, Set<Integer> ports) {
        return Resource.builder()
                .name(name)
                .type("STRINGSET")
                .stringSetValue(ports.stream().sorted().map(String::valueOf).toList())
                .build();
    }
}
