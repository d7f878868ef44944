package dev.berth.integration.installation;

import dev.berth.integration.testbed.BusyboxImage;
import java.nio.file.Path;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HostVolumeProperties;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.MountPoint;
import software.amazon.awssdk.services.ecs.model.PortMapping;
import software.amazon.awssdk.services.ecs.model.TransportProtocol;
import software.amazon.awssdk.services.ecs.model.Volume;

/** Container definitions that the tests start from. */
public final class Containers {
    public static final int CPU = 10;
    public static final int MEMORY = 16;

    private Containers() {}

    /** Runs the script; two seconds after SIGTERM it is killed. */
    public static ContainerDefinition.Builder shell(String name, String script) {
        return ContainerDefinition.builder()
                .name(name)
                .image(BusyboxImage.NAME)
                .cpu(CPU)
                .memory(MEMORY)
                .stopTimeout(2)
                .command("sh", "-c", script);
    }

    /** Runs until it is told to stop, and then obeys at once. */
    public static ContainerDefinition.Builder idle(String name) {
        return shell(name, "trap 'exit 0' TERM; sleep 100000 & wait");
    }

    /** Serves the text at the port of its container, and stops at once when told to. */
    public static ContainerDefinition.Builder web(String name, int port, String text) {
        var script =
                """
                mkdir -p /tmp/www; echo %s > /tmp/www/index.html
                httpd -f -p %d -h /tmp/www & trap 'exit 0' TERM; wait
                """;
        return shell(name, script.formatted(text, port));
    }

    /** A mapping to a host port, 0 for one that the agent picks. */
    public static PortMapping tcp(int containerPort, int hostPort) {
        return port(TransportProtocol.TCP, containerPort, hostPort);
    }

    public static PortMapping udp(int containerPort, int hostPort) {
        return port(TransportProtocol.UDP, containerPort, hostPort);
    }

    private static PortMapping port(TransportProtocol protocol, int containerPort, int hostPort) {
        return PortMapping.builder()
                .containerPort(containerPort)
                .hostPort(hostPort)
                .protocol(protocol)
                .build();
    }

    public static MountPoint mount(String volume, String path) {
        return MountPoint.builder().sourceVolume(volume).containerPath(path).build();
    }

    public static Volume hostVolume(String name, Path folder) {
        var host = HostVolumeProperties.builder().sourcePath(folder.toString()).build();
        return Volume.builder().name(name).host(host).build();
    }

    public static KeyValuePair variable(String name, String value) {
        return KeyValuePair.builder().name(name).value(value).build();
    }
}
