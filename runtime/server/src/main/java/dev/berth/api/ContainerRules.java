package dev.berth.api;

import static dev.berth.api.TaskDefinitionRules.refuseUnless;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** What a container of a task definition must satisfy. */
final class ContainerRules {
    private static final int MOST_CPU = 262_144;
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]{1,255}");
    private static final Set<String> LOG_DRIVERS =
            Set.of("json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk");

    /** The members of a container definition that are built. */
    static final String[] MEMBERS = {
        "name",
        "image",
        "command",
        "entryPoint",
        "workingDirectory",
        "user",
        "hostname",
        "environment",
        "essential",
        "cpu",
        "memory",
        "memoryReservation",
        "portMappings.containerPort",
        "portMappings.hostPort",
        "portMappings.protocol",
        "portMappings.name",
        "portMappings.appProtocol",
        "stopTimeout",
        "dockerLabels",
        "mountPoints",
        "logConfiguration.logDriver*",
        "logConfiguration.options",
        "healthCheck.command*",
        "healthCheck.interval",
        "healthCheck.timeout",
        "healthCheck.retries",
        "healthCheck.startPeriod",
        "linuxParameters",
        "ulimits",
        "systemControls",
        "privileged",
        "readonlyRootFilesystem",
        "dockerSecurityOptions",
        "disableNetworking",
        "dnsServers",
        "dnsSearchDomains",
        "extraHosts",
        "interactive",
        "pseudoTerminal"
    };

    private final ContainerDefinition container;
    private final String networkMode;
    private final String ipcMode;
    private final Set<String> names;
    private final Set<String> volumes;
    private final Set<String> hostPorts;

    /**
     * @param names of the task's containers before this one; this one's is added
     * @param volumes the names of the task's volumes
     * @param hostPorts of the task's containers before this one; this one's are added
     */
    ContainerRules(
            ContainerDefinition container,
            String networkMode,
            String ipcMode,
            Set<String> names,
            Set<String> volumes,
            Set<String> hostPorts) {
        this.container = container;
        this.networkMode = networkMode;
        this.ipcMode = ipcMode;
        this.names = names;
        this.volumes = volumes;
        this.hostPorts = hostPorts;
    }

    void check() {
        checkNames();
        checkResources();
        new ContainerPorts(container, networkMode, hostPorts).check();
        checkProcess();
        checkMounts();
        checkLog();
        checkHealth();
        new NetworkRules(container, networkMode).check();
        new LinuxRules(container, networkMode, ipcMode).check();
    }

    private void checkNames() {
        var name = container.name();
        refuseUnless(
                name != null && !name.isBlank(), "Container.name should not be null or empty.");
        refuseUnless(
                NAME.matcher(name).matches(),
                "The container name '%s' can have up to 255 letters, digits, hyphens and"
                        + " underscores.",
                name);
        refuseUnless(names.add(name), "The container name '%s' is there twice.", name);
        var image = container.image();
        refuseUnless(
                image != null && !image.isBlank(), "Container.image should not be null or empty.");
        refuseUnless(
                image.split("@")[0].length() <= 255,
                "Container '%s': image can have up to 255 characters before @.",
                name);
    }

    private void checkResources() {
        var name = container.name();
        var cpu = Requests.orElse(container.cpu(), 0);
        refuseUnless(
                cpu >= 0 && cpu <= MOST_CPU,
                "Container '%s': cpu must be between 0 and %d units.",
                name,
                MOST_CPU);
        refuseUnless(
                container.memory() != null || container.memoryReservation() != null,
                "Invalid setting for container '%s'. At least one of 'memory' or"
                        + " 'memoryReservation' must be specified.",
                name);
        ContainerMemory.check(name, container.memory(), container.memoryReservation());
    }

    private void checkProcess() {
        var name = container.name();
        var folder = container.workingDirectory();
        refuseUnless(
                folder == null || folder.isEmpty() || folder.startsWith("/"),
                "Container '%s': workingDirectory must be an absolute path.",
                name);
        refuseUnless(
                Requests.orElse(container.stopTimeout(), 0) >= 0,
                "Container '%s': stopTimeout must not be negative.",
                name);
        refuseUnless(
                Environment.isNamed(container.environment()),
                "Container '%s': every variable of environment needs a name.",
                name);
        for (var label : container.dockerLabels().keySet()) {
            refuseUnless(
                    !label.startsWith("com.amazonaws.ecs.") && !label.startsWith("dev.berth."),
                    "Container '%s': labels that begin with com.amazonaws.ecs. or dev.berth. are"
                            + " the agent's own.",
                    name);
        }
    }

    private void checkMounts() {
        var name = container.name();
        var paths = new HashSet<String>();
        for (var mount : container.mountPoints()) {
            refuseUnless(
                    mount.sourceVolume() != null && volumes.contains(mount.sourceVolume()),
                    "Container '%s': Unknown volume '%s'.",
                    name,
                    mount.sourceVolume());
            var path = Requests.orElse(mount.containerPath(), "");
            refuseUnless(
                    path.startsWith("/"),
                    "Container '%s': containerPath of a mount point must be an absolute path.",
                    name);
            refuseUnless(paths.add(path), "Container '%s': '%s' is mounted twice.", name, path);
        }
    }

    private void checkLog() {
        var log = container.logConfiguration();
        if (log == null || log.logDriver() == null) {
            return;
        }
        var driver = log.logDriverAsString();
        refuseUnless(
                !driver.equals("awsfirelens"),
                "Container '%s': logDriver awsfirelens is not supported yet.",
                container.name());
        refuseUnless(
                LOG_DRIVERS.contains(driver),
                "Container '%s': logDriver must be one of %s.",
                container.name(),
                String.join(", ", LOG_DRIVERS.stream().sorted().toList()));
    }

    private void checkHealth() {
        var check = container.healthCheck();
        if (check == null) {
            return;
        }
        var command = check.command();
        refuseUnless(
                command.size() >= 2 && List.of("CMD", "CMD-SHELL").contains(command.getFirst()),
                "Container '%s': healthCheck.command must be CMD or CMD-SHELL followed by what is"
                        + " to run.",
                container.name());
        within("healthCheck.interval", check.interval(), 5, 300);
        within("healthCheck.timeout", check.timeout(), 2, 60);
        within("healthCheck.retries", check.retries(), 1, 10);
        within("healthCheck.startPeriod", check.startPeriod(), 0, 300);
    }

    private void within(String member, Integer value, int least, int most) {
        refuseUnless(
                value == null || value >= least && value <= most,
                "Container '%s': %s must be between %d and %d.",
                container.name(),
                member,
                least,
                most);
    }
}
