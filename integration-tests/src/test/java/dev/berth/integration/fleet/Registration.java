package dev.berth.integration.fleet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.RegisterContainerInstanceRequest;
import software.amazon.awssdk.services.ecs.model.Resource;
import software.amazon.awssdk.services.ecs.model.VersionInfo;

/** What a fake instance says of itself: every capability that a task definition may ask for. */
final class Registration {
    private static final String OLD = "com.amazonaws.ecs.capability.";
    private static final int OLDEST_API = 17;
    private static final int NEWEST_API = 44;
    private static final List<String> VALUELESS =
            List.of(
                    "ecs.capability.full-sync",
                    "ecs.capability.container-ordering",
                    "ecs.capability.container-health-check",
                    "ecs.capability.container-restart-policy",
                    "ecs.capability.network.container-port-range",
                    "ecs.capability.pid-ipc-namespace-sharing",
                    "ecs.capability.docker-plugin.local",
                    "ecs.capability.task-cpu-mem-limit",
                    "ecs.capability.increased-task-cpu-limit",
                    OLD + "privileged-container",
                    OLD + "logging-driver.json-file",
                    OLD + "logging-driver.none");

    private Registration() {}

    /**
     * @param arn which it was before, or null
     */
    static RegisterContainerInstanceRequest of(FleetOptions options, int number, String arn) {
        return RegisterContainerInstanceRequest.builder()
                .cluster(options.cluster())
                .containerInstanceArn(arn)
                .totalResources(
                        integer("CPU", options.cpu()),
                        integer("MEMORY", options.memory()),
                        ports("PORTS", "22", "2375", "2376", "51678", "51679"),
                        ports("PORTS_UDP"))
                .attributes(attributes(options, number))
                .versionInfo(
                        VersionInfo.builder()
                                .agentVersion("1.105.1")
                                .dockerVersion("DockerVersion: 27.5.1")
                                .build())
                .build();
    }

    /** {@code us-east-1a}, {@code us-east-1b} and so on. */
    static String zone(FleetOptions options, int number) {
        return options.region() + (char) ('a' + number % Math.clamp(options.zones(), 1, 26));
    }

    private static List<Attribute> attributes(FleetOptions options, int number) {
        var attributes = new ArrayList<Attribute>();
        VALUELESS.forEach(name -> attributes.add(attribute(name, null)));
        for (int minor = OLDEST_API; minor <= NEWEST_API; minor++) {
            attributes.add(attribute(OLD + "docker-remote-api.1." + minor, null));
        }
        attributes.add(attribute("ecs.availability-zone", zone(options, number)));
        attributes.add(attribute("ecs.os-type", "linux"));
        attributes.add(attribute("ecs.os-family", "linux".toUpperCase(Locale.ROOT)));
        attributes.add(attribute("ecs.cpu-architecture", "x86_64"));
        attributes.add(
                attribute("ecs.instance-type", number % 2 == 0 ? "fake.small" : "fake.large"));
        attributes.add(attribute("number", Integer.toString(number)));
        return attributes;
    }

    private static Attribute attribute(String name, String value) {
        return Attribute.builder().name(name).value(value).build();
    }

    private static Resource integer(String name, int value) {
        return Resource.builder().name(name).type("INTEGER").integerValue(value).build();
    }

    private static Resource ports(String name, String... ports) {
        return Resource.builder().name(name).type("STRINGSET").stringSetValue(ports).build();
    }
}
