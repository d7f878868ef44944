package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import dev.berth.domain.HostPort;
import dev.berth.domain.HostPort.Transport;
import dev.berth.ecs.Requests;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/** The port mappings of a container: validation and default values. */
public final class ContainerPorts {
    private static final int MOST_RANGES = 100;
    private static final Pattern RANGE = Pattern.compile("(\\d{1,5})-(\\d{1,5})");
    private static final Pattern NAME = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,63}");

    private final ContainerDefinition container;
    private final String networkMode;
    private final Set<String> taken;
    private final Set<String> ranged = new HashSet<>();

    /**
     * @param taken the host ports of the previous containers of the task; those of this container
     *     are added
     */
    ContainerPorts(ContainerDefinition container, String networkMode, Set<String> taken) {
        this.container = container;
        this.networkMode = networkMode;
        this.taken = taken;
    }

    void check() {
        refuseUnless(
                !networkMode.equals("none") || container.portMappings().isEmpty(),
                "Container '%s': portMappings are not supported when networkMode=none.",
                container.name());
        refuseUnless(
                container.portMappings().stream()
                                .filter(mapping -> mapping.containerPortRange() != null)
                                .count()
                        <= MOST_RANGES,
                "Container '%s': at most %d port mappings can have a containerPortRange.",
                container.name(),
                MOST_RANGES);
        container.portMappings().forEach(this::check);
    }

    private void check(PortMapping mapping) {
        checkNames(mapping);
        if (mapping.containerPortRange() != null) {
            checkRange(mapping);
            return;
        }
        var inside = Requests.orElse(mapping.containerPort(), 0);
        refuseUnless(
                inside >= 1 && inside <= 65_535,
                "Container '%s': containerPort must be between 1 and 65535.",
                container.name());
        var outside = Requests.orElse(mapping.hostPort(), 0);
        refuseUnless(
                outside >= 0 && outside <= 65_535,
                "Container '%s': hostPort must be between 0 and 65535.",
                container.name());
        var protocol = protocol(mapping);
        refuseUnless(
                !networkMode.equals("host") || outside == 0 || outside.equals(inside),
                "When networkMode=host, the host ports and container ports in port mappings must"
                        + " match.");
        var port = hostPort(mapping, networkMode);
        refuseUnless(
                port == 0 || taken.add(port + "/" + protocol),
                "Container '%s': the host port %d/%s is used by another port mapping of this"
                        + " task definition.",
                container.name(),
                port,
                protocol);
    }

    private void checkNames(PortMapping mapping) {
        refuseUnless(
                List.of("tcp", "udp").contains(protocol(mapping)),
                "Container '%s': protocol must be tcp or udp.",
                container.name());
        refuseUnless(
                List.of("http", "http2", "grpc")
                        .contains(Requests.orElse(mapping.appProtocolAsString(), "http")),
                "Container '%s': appProtocol must be http, http2 or grpc.",
                container.name());
        refuseUnless(
                mapping.name() == null || NAME.matcher(mapping.name()).matches(),
                "Container '%s': the name of a port mapping can have up to 64 lowercase letters,"
                        + " digits, hyphens and underscores, and cannot begin with a hyphen.",
                container.name());
    }

    private void checkRange(PortMapping mapping) {
        refuseUnless(
                mapping.containerPort() == null && mapping.hostPort() == null,
                "Container '%s': a port mapping has a containerPortRange, or a containerPort and a"
                        + " hostPort.",
                container.name());
        refuseUnless(
                networkMode.equals("bridge"),
                "Container '%s': containerPortRange is not supported when networkMode=%s.",
                container.name(),
                networkMode);
        var ports = range(mapping.containerPortRange());
        refuseUnless(
                ports.length > 1,
                "Container '%s': containerPortRange '%s' must be two ports between 1 and 65535,"
                        + " the lower first, such as 8000-8010.",
                container.name(),
                mapping.containerPortRange());
        for (int port : ports) {
            refuseUnless(
                    ranged.add(port + "/" + protocol(mapping)),
                    "Container '%s': the container port %d is in two ranges.",
                    container.name(),
                    port);
        }
    }

    /** The ports of {@code first-last}; empty if it is not a valid range. */
    public static int[] range(String text) {
        var range = RANGE.matcher(Requests.orElse(text, ""));
        if (!range.matches()) {
            return new int[0];
        }
        int first = Integer.parseInt(range.group(1));
        int last = Integer.parseInt(range.group(2));
        return first >= 1 && last <= 65_535
                ? IntStream.rangeClosed(first, last).toArray()
                : new int[0];
    }

    private static String protocol(PortMapping mapping) {
        return Requests.orElse(mapping.protocolAsString(), "tcp");
    }

    /** Null for a range, whose host ports the agent chooses. */
    private static Integer hostPort(PortMapping mapping, String networkMode) {
        if (mapping.containerPortRange() != null) {
            return null;
        }
        return networkMode.equals("host")
                ? mapping.containerPort()
                : Requests.orElse(mapping.hostPort(), 0);
    }

    /** The mappings with default values. The host port 0 means that the agent chooses one. */
    static List<PortMapping> complete(List<PortMapping> mappings, String networkMode) {
        return mappings.stream()
                .map(
                        mapping ->
                                mapping.toBuilder()
                                        .hostPort(hostPort(mapping, networkMode))
                                        .protocol(protocol(mapping))
                                        .build())
                .toList();
    }

    /** The fixed host ports of complete mappings. */
    static Set<HostPort> fixed(List<PortMapping> complete) {
        return complete.stream()
                .filter(mapping -> Requests.orElse(mapping.hostPort(), 0) != 0)
                .map(
                        mapping ->
                                new HostPort(
                                        mapping.hostPort(),
                                        mapping.protocolAsString().equals("udp")
                                                ? Transport.UDP
                                                : Transport.TCP))
                .collect(Collectors.toUnmodifiableSet());
    }
}
