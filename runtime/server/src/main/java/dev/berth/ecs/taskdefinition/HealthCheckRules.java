package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import dev.berth.ecs.Requests;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;

/** How a container's health is checked. */
final class HealthCheckRules {
    private static final int INTERVAL = 30;
    private static final int TIMEOUT = 5;
    private static final int RETRIES = 3;

    private HealthCheckRules() {}

    static void check(ContainerDefinition container) {
        var check = container.healthCheck();
        if (check == null) {
            return;
        }
        var name = container.name();
        refuseUnless(
                check.command().size() >= 2
                        && List.of("CMD", "CMD-SHELL").contains(check.command().getFirst()),
                "Container '%s': healthCheck.command must begin with CMD or CMD-SHELL and go on"
                        + " with a command.",
                name);
        refuseUnless(
                check.command().getFirst().equals("CMD") || check.command().size() == 2,
                "Container '%s': healthCheck.command must be CMD-SHELL and one more string, which"
                        + " the shell runs.",
                name);
        within(name, "interval", check.interval(), 5, 300);
        within(name, "timeout", check.timeout(), 2, 60);
        within(name, "retries", check.retries(), 1, 10);
        within(name, "startPeriod", check.startPeriod(), 0, 300);
    }

    private static void within(String name, String member, Integer value, int least, int most) {
        refuseUnless(
                value == null || (value >= least && value <= most),
                "Container '%s': healthCheck.%s must be between %d and %d.",
                name,
                member,
                least,
                most);
    }

    /** With ECS's defaults; null stays null. */
    static HealthCheck complete(HealthCheck check) {
        return check == null
                ? null
                : check.toBuilder()
                        .interval(Requests.orElse(check.interval(), INTERVAL))
                        .timeout(Requests.orElse(check.timeout(), TIMEOUT))
                        .retries(Requests.orElse(check.retries(), RETRIES))
                        .build();
    }
}
