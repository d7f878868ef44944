package dev.berth.ecs.taskdefinition;

import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import java.util.HashSet;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.Device;
import software.amazon.awssdk.services.ecs.model.LinuxParameters;
import software.amazon.awssdk.services.ecs.model.Tmpfs;
import software.amazon.awssdk.services.ecs.model.Ulimit;

/** Validates linuxParameters and the other kernel settings of a container. */
final class LinuxRules {
    private static final Set<String> CAPABILITIES =
            Set.of(
                    "ALL",
                    "AUDIT_CONTROL",
                    "AUDIT_WRITE",
                    "BLOCK_SUSPEND",
                    "CHOWN",
                    "DAC_OVERRIDE",
                    "DAC_READ_SEARCH",
                    "FOWNER",
                    "FSETID",
                    "IPC_LOCK",
                    "IPC_OWNER",
                    "KILL",
                    "LEASE",
                    "LINUX_IMMUTABLE",
                    "MAC_ADMIN",
                    "MAC_OVERRIDE",
                    "MKNOD",
                    "NET_ADMIN",
                    "NET_BIND_SERVICE",
                    "NET_BROADCAST",
                    "NET_RAW",
                    "SETFCAP",
                    "SETGID",
                    "SETPCAP",
                    "SETUID",
                    "SYS_ADMIN",
                    "SYS_BOOT",
                    "SYS_CHROOT",
                    "SYS_MODULE",
                    "SYS_NICE",
                    "SYS_PACCT",
                    "SYS_PTRACE",
                    "SYS_RAWIO",
                    "SYS_RESOURCE",
                    "SYS_TIME",
                    "SYS_TTY_CONFIG",
                    "SYSLOG",
                    "WAKE_ALARM");

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

    private static final Set<String> TMPFS_OPTIONS =
            Set.of(
                    "defaults",
                    "ro",
                    "rw",
                    "suid",
                    "nosuid",
                    "dev",
                    "nodev",
                    "exec",
                    "noexec",
                    "sync",
                    "async",
                    "dirsync",
                    "remount",
                    "mand",
                    "nomand",
                    "atime",
                    "noatime",
                    "diratime",
                    "nodiratime",
                    "bind",
                    "rbind",
                    "unbindable",
                    "runbindable",
                    "private",
                    "rprivate",
                    "shared",
                    "rshared",
                    "slave",
                    "rslave",
                    "relatime",
                    "norelatime",
                    "strictatime",
                    "nostrictatime",
                    "mode",
                    "uid",
                    "gid",
                    "nr_inodes",
                    "nr_blocks",
                    "mpol");

    private static final Set<String> IPC_CONTROLS =
            Set.of(
                    "kernel.msgmax",
                    "kernel.msgmnb",
                    "kernel.msgmni",
                    "kernel.sem",
                    "kernel.shmall",
                    "kernel.shmmax",
                    "kernel.shmmni",
                    "kernel.shm_rmid_forced");

    private final ContainerDefinition container;
    private final String networkMode;
    private final String ipcMode;

    /**
     * @param ipcMode null if the definition does not set it
     */
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
        checkSystemControls();
        checkSecurityOptions();
    }

    private void check(LinuxParameters linux) {
        var capabilities = linux.capabilities();
        if (capabilities != null) {
            capabilities.add().forEach(this::checkCapability);
            capabilities.drop().forEach(this::checkCapability);
        }
        linux.devices().forEach(this::check);
        var paths = new HashSet<String>();
        linux.tmpfs().forEach(tmpfs -> check(tmpfs, paths));
        require(
                Requests.orElse(linux.sharedMemorySize(), 1) > 0,
                "sharedMemorySize must be more than 0 MiB.");
        require(
                linux.sharedMemorySize() == null || ipcMode == null || ipcMode.isEmpty(),
                "sharedMemorySize requires a private IPC namespace. Remove ipcMode.");
        require(Requests.orElse(linux.maxSwap(), 0) >= 0, "maxSwap must not be negative.");
        require(
                linux.maxSwap() == null || container.memory() != null,
                "maxSwap requires memory. Set memory too.");
        var swappiness = Requests.orElse(linux.swappiness(), 0);
        require(swappiness >= 0 && swappiness <= 100, "swappiness must be between 0 and 100.");
    }

    private void checkCapability(String capability) {
        require(
                CAPABILITIES.contains(capability),
                "linuxParameters.capabilities: unknown capability '%s'.",
                capability);
    }

    private void check(Device device) {
        require(
                isAbsolute(device.hostPath())
                        && (device.containerPath() == null || isAbsolute(device.containerPath())),
                "hostPath and containerPath of a device must be absolute paths.");
        require(
                Set.of("read", "write", "mknod").containsAll(device.permissionsAsStrings()),
                "permissions of a device must be read, write or mknod.");
    }

    private void check(Tmpfs tmpfs, Set<String> paths) {
        require(
                isAbsolute(tmpfs.containerPath()),
                "containerPath of a tmpfs must be an absolute path.");
        require(
                paths.add(tmpfs.containerPath()),
                "the tmpfs '%s' occurs more than once.",
                tmpfs.containerPath());
        require(tmpfs.size() > 0, "size of a tmpfs must be more than 0 MiB.");
        for (var option : tmpfs.mountOptions()) {
            require(
                    TMPFS_OPTIONS.contains(option.split("=")[0]),
                    "unknown mount option '%s' of a tmpfs.",
                    option);
        }
    }

    private void checkUlimits() {
        var names = new HashSet<String>();
        for (var ulimit : container.ulimits()) {
            var name = ulimit.nameAsString();
            require(ULIMITS.contains(name), "unknown ulimit '%s'.", name);
            require(names.add(name), "the ulimit '%s' occurs more than once.", name);
            require(
                    isOrdered(ulimit),
                    "the softLimit of ulimit '%s' must not be above its hardLimit; -1 is no limit.",
                    name);
        }
    }

    private static boolean isOrdered(Ulimit ulimit) {
        int soft = ulimit.softLimit();
        int hard = ulimit.hardLimit();
        return soft >= -1 && hard >= -1 && (hard == -1 || (soft != -1 && soft <= hard));
    }

    private void checkSystemControls() {
        for (var control : container.systemControls()) {
            var name = control.namespace();
            var isNetwork = name.startsWith("net.");
            require(
                    isNetwork || name.startsWith("fs.mqueue.") || IPC_CONTROLS.contains(name),
                    "the system control '%s' cannot be set for a single container.",
                    name);
            require(
                    !isNetwork || !networkMode.equals("host"),
                    "the system control '%s' cannot be set when networkMode=host.",
                    name);
            require(
                    isNetwork || !"host".equals(ipcMode),
                    "the system control '%s' cannot be set when ipcMode=host.",
                    name);
        }
    }

    private void checkSecurityOptions() {
        for (var option : container.dockerSecurityOptions()) {
            require(
                    option.equals("no-new-privileges")
                            || option.equals("no-new-privileges:true")
                            || option.startsWith("apparmor:")
                            || option.startsWith("label:"),
                    "dockerSecurityOptions can contain no-new-privileges, apparmor:PROFILE and"
                            + " label:VALUE, not '%s'.",
                    option);
        }
    }

    private static boolean isAbsolute(String path) {
        return path != null && path.startsWith("/");
    }

    private void require(boolean holds, String sentence, Object... values) {
        if (!holds) {
            throw ApiException.client(
                    "Container '%s': %s".formatted(container.name(), sentence.formatted(values)));
        }
    }
}
