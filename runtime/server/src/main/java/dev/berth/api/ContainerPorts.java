package dev.berth.api;

import static dev.berth.api.TaskDefinitionRules.refuseUnless;

import dev.berth.domain.instance.HostPort;
import dev.berth.domain.instance.HostPort.Transport;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.PortMapping;

/** The port mappings of a container: what they may say, and what they mean without saying it. */
final class ContainerPorts {
    private final ContainerDefinition container;
    private final String networkMode;
    private final Set<String> taken;

    /**
     * @param taken the host ports of the task's containers before this one; this one's are added
     */
    ContainerPorts(ContainerDefinition container, String networkMode, Set<String> taken) {
        this.container = container;
        this.networkMode = networkMode;
        this.taken = taken;
    }

    void check() {
        refuseUnless(
                !networkMode.equals("none") || container.portMappings().isEmpty(),
                "Container '%s': portMappings need a network, and networkMode is none.",
                container.name());
        container.portMappings().forEach(this::check);
    }

    private void check(PortMapping mapping) {
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
                List.of("tcp", "udp").contains(protocol),
                "Container '%s': protocol must be tcp or udp.",
                container.name());
        refuseUnless(
                !networkMode.equals("host") || outside == 0 || outside.equals(inside),
                "When networkMode=host, the host ports and container ports in port mappings must"
                        + " match.");
        var port = hostPort(mapping, networkMode);
        refuseUnless(
                port == 0 || taken.add(port + "/" + protocol),
                "Container '%s': the host port %d/%s is taken by another port mapping of this"
                        + " task definition.",
                container.name(),
                port,
                protocol);
    }

    private static String protocol(PortMapping mapping) {
        return Requests.orElse(mapping.protocolAsString(), "tcp");
    }

    private static int hostPort(PortMapping mapping, String networkMode) {
        return networkMode.equals("host")
                ? mapping.containerPort()
                : Requests.orElse(mapping.hostPort(), 0);
    }

    /** The mappings with what they leave out filled in: 0 is a host port that the agent chooses. */
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

    /** The host ports that complete mappings fix. */
    static Set<HostPort> fixed(List<PortMapping> complete) {
        return complete.stream()
                .filter(mapping -> mapping.hostPort() != 0)
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
