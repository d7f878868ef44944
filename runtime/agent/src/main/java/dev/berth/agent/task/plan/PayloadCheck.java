package dev.berth.agent.task.plan;

import dev.berth.agent.docker.PortRange;
import dev.berth.agent.task.state.TaskArn;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;

/** Validates a task of a payload. Values that only Docker can validate are left to Docker. */
public final class PayloadCheck {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Set<String> NETWORK_MODES = Set.of("bridge", "host", "none");
    private static final Set<String> PROTOCOLS = Set.of("tcp", "udp");

    private PayloadCheck() {}

    public static void check(PayloadTask task) throws InvalidTaskException {
        require(TaskArn.isValid(task.arn()), "its arn is not that of a task");
        if ("STOPPED".equals(task.desiredStatus())) {
            return;
        }
        require(
                "RUNNING".equals(task.desiredStatus()),
                "its desiredStatus is neither RUNNING nor STOPPED");
        require(isName(task.family()), "its family is not a name");
        require(isName(task.version()), "its version is not a number");
        require(
                task.networkMode() == null
                        || task.networkMode().isEmpty()
                        || NETWORK_MODES.contains(task.networkMode()),
                "its networkMode is not bridge, host or none");
        require(!task.containers().isEmpty(), "it has no containers");
        for (var volume : task.volumes()) {
            require(isName(volume.name()), "a volume has no name");
            require(
                    volume.host() != null || volume.dockerVolumeConfiguration() != null,
                    "volume " + volume.name() + " has no host");
        }
        var names = new HashSet<String>();
        for (var container : task.containers()) {
            require(isName(container.name()), "a container has no name");
            require(names.add(container.name()), "two containers are named " + container.name());
            check(container);
        }
        DependencyCheck.check(task.containers());
    }

    private static void check(PayloadContainer container) throws InvalidTaskException {
        var name = "container " + container.name();
        require(container.image() != null && !container.image().isBlank(), name + " has no image");
        for (var mapping : container.portMappings()) {
            require(
                    mapping.containerPortRange() == null
                            ? isPort(mapping.containerPort(), 1) && isPort(mapping.hostPort(), 0)
                            : isRange(mapping.containerPortRange()),
                    name + " maps an invalid port");
            require(
                    mapping.protocol() == null || PROTOCOLS.contains(mapping.protocol()),
                    name + " maps a port of a protocol that is neither tcp nor udp");
        }
        for (var mount : container.mountPoints()) {
            require(
                    mount.containerPath() != null && mount.containerPath().startsWith("/"),
                    name + " has a mount point without an absolute containerPath");
        }
    }

    private static boolean isPort(int port, int min) {
        return port >= min && port <= 65535;
    }

    private static boolean isRange(String text) {
        try {
            PortRange.parse(text);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isName(String text) {
        return text != null && NAME.matcher(text).matches();
    }

    private static void require(boolean met, String otherwise) throws InvalidTaskException {
        if (!met) {
            throw new InvalidTaskException(otherwise);
        }
    }
}
