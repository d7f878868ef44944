package dev.berth.ecs.instance;

import dev.berth.domain.HostPort;
import dev.berth.domain.HostPort.Transport;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.domain.instance.Resources;
import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.Resource;

/** Converts a registration of an agent from the API to the domain. */
record InstanceRegistration(
        Resources resources, Map<String, String> attributes, Versions versions) {
    private static final String ZONE = "ecs.availability-zone";

    /** The zone from the agent, or else the first zone of the region. */
    static InstanceRegistration of(RegisterContainerInstanceRequest request, String region) {
        var attributes = attributes(request);
        attributes.putIfAbsent(ZONE, region + "a");
        var versions = request.versionInfo();
        return new InstanceRegistration(
                resources(request.totalResources()),
                attributes,
                versions == null
                        ? Versions.UNKNOWN
                        : new Versions(
                                versions.agentVersion(),
                                versions.agentHash(),
                                versions.dockerVersion()));
    }

    private static Map<String, String> attributes(RegisterContainerInstanceRequest request) {
        var attributes = new HashMap<String, String>();
        for (var attribute : request.attributes()) {
            var name = Requests.orElse(attribute.name(), "");
            var value = Requests.orElse(attribute.value(), "");
            AttributeModel.check(name, value);
            attributes.put(name, value);
        }
        return attributes;
    }

    private static Resources resources(List<Resource> total) {
        Integer cpu = null;
        Integer memory = null;
        var ports = new HashSet<HostPort>();
        for (var resource : total) {
            switch (Requests.orElse(resource.name(), "")) {
                case "CPU" -> cpu = resource.integerValue();
                case "MEMORY" -> memory = resource.integerValue();
                case "PORTS" -> ports.addAll(ports(resource, Transport.TCP));
                case "PORTS_UDP" -> ports.addAll(ports(resource, Transport.UDP));
                default ->
                        throw ApiException.invalidParameter(
                                "The resource '%s' is not supported yet."
                                        .formatted(resource.name()));
            }
        }
        if (cpu == null || memory == null || cpu < 0 || memory < 0) {
            throw ApiException.invalidParameter(
                    "totalResources must contain CPU and MEMORY as non-negative INTEGER.");
        }
        return new Resources(cpu, memory, ports);
    }

    private static Set<HostPort> ports(Resource resource, Transport transport) {
        var ports = new HashSet<HostPort>();
        for (var text : resource.stringSetValue()) {
            if (!text.matches("[0-9]{1,5}") || Integer.parseInt(text) > 65_535) {
                throw ApiException.invalidParameter(
                        "%s must contain ports from 0 to 65535.".formatted(resource.name()));
            }
            ports.add(new HostPort(Integer.parseInt(text), transport));
        }
        return ports;
    }
}
