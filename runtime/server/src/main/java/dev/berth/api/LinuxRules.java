package dev.berth.api;

import static dev.berth.api.TaskDefinitionRules.refuseUnless;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;

/** What a container may ask of the kernel: {@code linuxParameters}, limits, controls, security. */
final class LinuxRules {
    private static final Pattern CAPABILITY = Pattern.compile("[A-Z_]{1,64}");
    private static final Set<String> ULIMITS =
            Set.of(
                    "core",
                    "cpu",
                    "data",
                    "fsize",
                    "locks",
                    "memlock",
                    "msgqueue",
                    "nice",
                    "nofile",
                    "nproc",
                    "rss",
                    "rtprio",
                    "rttime",
                    "sigpending",
                    "stack");

    private final ContainerDefinition container;
    private final String networkMode;
    private final String ipcMode;

    LinuxRules(ContainerDefinition container, String networkMode, String ipcMode) {
        this.container = container;
        this.networkMode = networkMode;
        this.ipcMode = ipcMode;
    }

    void check() {
        if (container.linuxParameters() != null) {
            check(container.linuxParameters());
        }
        checkUlimits();
        checkControls();
        checkSecurity();
    }

    private void check(LinuxParameters linux) {
        if (linux.capabilities() != null) {
            checkCapabilities("add", linux.capabilities().add());
            checkCapabilities("drop", linux.capabilities().drop());
        }
        for (var device : linux.devices()) {
            require(isPath(device.hostPath()), "devices.hostPath must be an absolute path");
            require(
                    device.containerPath() == null || isPath(device.containerPath()),
                    "devices.containerPath must be an absolute path");
            require(
                    List.of("read", "write", "mknod").containsAll(device.permissionsAsStrings()),
                    "devices.permissions can hold read, write and mknod");
        }
        for (var tmpfs : linux.tmpfs()) {
            require(isPath(tmpfs.containerPath()), "tmpfs.containerPath must be an absolute path");
            require(
                    tmpfs.size() != null && tmpfs.size() > 0,
                    "tmpfs.size must be a number of MiB greater than 0");
        }
        require(
                linux.sharedMemorySize() == null || linux.sharedMemorySize() > 0,
                "sharedMemorySize must be a number of MiB greater than 0");
        require(
                linux.sharedMemorySize() == null || ipcMode.isEmpty(),
                "sharedMemorySize needs an own IPC namespace: leave ipcMode out");
        checkSwap(linux);
    }

    private void checkCapabilities(String what, List<String> capabilities) {
        for (var capability : capabilities) {
            require(
                    CAPABILITY.matcher(capability).matches(),
                    "capabilities." + what + " takes names such as NET_ADMIN, or ALL");
        }
    }

    private void checkSwap(LinuxParameters linux) {
        require(
                linux.maxSwap() == null || linux.maxSwap() >= 0,
                "maxSwap must be a number of MiB, 0 or more");
        require(
                linux.maxSwap() == null || container.memory() != null,
                "maxSwap comes on top of memory, which must be set too");
        require(
                linux.swappiness() == null || linux.swappiness() >= 0 && linux.swappiness() <= 100,
                "swappiness must be between 0 and 100");
    }

    private void require(boolean holds, String what) {
        refuseUnless(holds, "Container '%s': linuxParameters.%s.", container.name(), what);
    }

    private static boolean isPath(String path) {
        return path != null && path.startsWith("/");
    }

    private void checkUlimits() {
        var seen = new HashSet<String>();
        for (var limit : container.ulimits()) {
            var name = Requests.orElse(limit.nameAsString(), "");
            refuseUnless(
                    ULIMITS.contains(name),
                    "Container '%s': the name of a ulimit must be one of %s.",
                    container.name(),
                    String.join(", ", ULIMITS.stream().sorted().toList()));
            refuseUnless(
                    seen.add(name),
                    "Container '%s': the ulimit %s is there twice.",
                    container.name(),
                    name);
            refuseUnless(
                    limit.softLimit() != null
                            && limit.hardLimit() != null
                            && (limit.hardLimit() < 0 || limit.softLimit() <= limit.hardLimit()),
                    "Container '%s': the ulimit %s needs a softLimit and a hardLimit that is not"
                            + " less.",
                    container.name(),
                    name);
        }
    }

    /** What is the host's own cannot be set for one container. */
    private void checkControls() {
        for (var control : container.systemControls()) {
            var namespace = Requests.orElse(control.namespace(), "");
            refuseUnless(
                    !namespace.isEmpty() && control.value() != null,
                    "Container '%s': each of systemControls needs a namespace and a value.",
                    container.name());
            refuseUnless(
                    !(networkMode.equals("host") && namespace.startsWith("net.")),
                    "Container '%s': systemControls cannot hold %s when networkMode is host.",
                    container.name(),
                    namespace);
            refuseUnless(
                    !(ipcMode.equals("host") && !namespace.startsWith("net.")),
                    "Container '%s': systemControls cannot hold %s when ipcMode is host.",
                    container.name(),
                    namespace);
        }
    }

    private void checkSecurity() {
        for (var option : container.dockerSecurityOptions()) {
            refuseUnless(
                    option.equals("no-new-privileges")
                            || option.equals("no-new-privileges:true")
                            || option.startsWith("apparmor:")
                            || option.startsWith("label:"),
                    "Container '%s': dockerSecurityOptions can hold no-new-privileges,"
                            + " apparmor:PROFILE and label:VALUE.",
                    container.name());
        }
    }
}
