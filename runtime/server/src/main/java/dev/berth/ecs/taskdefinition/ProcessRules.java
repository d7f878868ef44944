package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import dev.berth.ecs.Requests;
import java.util.List;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerRestartPolicy;

/**
 * Validates the settings for starting, stopping and restarting a container's process, and its
 * names.
 */
final class ProcessRules {
    private static final int MOST_EXIT_CODES = 50;
    private static final int LEAST_PERIOD = 60;
    private static final int MOST_PERIOD = 1_800;
    private static final int PERIOD = 300;
    private static final Pattern ADDRESS = Pattern.compile("[0-9A-Fa-f.:]{2,45}");
    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9_.-]{0,253})");

    /** As in RFC 1123. Search domains and extra hosts can also contain underscores. */
    private static final Pattern CONTAINER_HOST_NAME =
            Pattern.compile(
                    "(?=.{1,253}$)[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
                            + "(?:\\.[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?)*");

    private ProcessRules() {}

    static void check(ContainerDefinition container, String networkMode) {
        var name = container.name();
        var folder = container.workingDirectory();
        refuseUnless(
                folder == null || folder.isEmpty() || folder.startsWith("/"),
                "Container '%s': workingDirectory must be an absolute path.",
                name);
        refuseUnless(
                Requests.orElse(container.startTimeout(), 1) > 0,
                "Container '%s': startTimeout must be more than 0 seconds.",
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
                            + " reserved for the agent.",
                    name);
        }
        refuseUnless(
                List.of("enabled", "disabled")
                        .contains(
                                Requests.orElse(container.versionConsistencyAsString(), "enabled")),
                "Container '%s': versionConsistency must be enabled or disabled.",
                name);
        checkNames(container, networkMode);
        if (container.restartPolicy() != null) {
            check(name, container.restartPolicy());
        }
    }

    private static void checkNames(ContainerDefinition container, String networkMode) {
        var name = container.name();
        refuseUnless(
                !Boolean.TRUE.equals(container.disableNetworking())
                        || (container.portMappings().isEmpty() && !networkMode.equals("host")),
                "Container '%s': disableNetworking leaves no network for portMappings or"
                        + " networkMode host.",
                name);
        refuseUnless(
                container.hostname() == null
                        || CONTAINER_HOST_NAME.matcher(container.hostname()).matches(),
                "Container '%s': '%s' is not a valid host name.",
                name,
                container.hostname());
        for (var server : container.dnsServers()) {
            refuseUnless(
                    ADDRESS.matcher(server).matches(),
                    "Container '%s': dnsServers must contain IP addresses; '%s' is not one.",
                    name,
                    server);
        }
        for (var domain : container.dnsSearchDomains()) {
            refuseUnless(
                    HOST_NAME.matcher(domain).matches(),
                    "Container '%s': dnsSearchDomains must contain domain names; '%s' is not one.",
                    name,
                    domain);
        }
        for (var host : container.extraHosts()) {
            refuseUnless(
                    HOST_NAME.matcher(host.hostname()).matches()
                            && ADDRESS.matcher(host.ipAddress()).matches(),
                    "Container '%s': extraHosts must map host names to IP addresses, not '%s' to '%s'.",
                    name,
                    host.ipAddress(),
                    host.hostname());
        }
    }

    private static void check(String name, ContainerRestartPolicy policy) {
        refuseUnless(
                policy.ignoredExitCodes().size() <= MOST_EXIT_CODES,
                "Container '%s': restartPolicy.ignoredExitCodes can contain at most %d exit codes.",
                name,
                MOST_EXIT_CODES);
        var period = Requests.orElse(policy.restartAttemptPeriod(), PERIOD);
        refuseUnless(
                period >= LEAST_PERIOD && period <= MOST_PERIOD,
                "Container '%s': restartPolicy.restartAttemptPeriod must be between %d and %d"
                        + " seconds.",
                name,
                LEAST_PERIOD,
                MOST_PERIOD);
    }

    /** With the default of ECS for an enabled policy; null stays null. */
    static ContainerRestartPolicy complete(ContainerRestartPolicy policy) {
        return policy == null || !policy.enabled()
                ? policy
                : policy.toBuilder()
                        .restartAttemptPeriod(
                                Requests.orElse(policy.restartAttemptPeriod(), PERIOD))
                        .build();
    }
}
