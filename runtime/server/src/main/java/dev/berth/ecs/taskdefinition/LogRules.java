package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;

/** The log configuration of a container. The options are validated by the driver. */
final class LogRules {
    private static final List<String> DRIVERS =
            List.of("json-file", "syslog", "journald", "gelf", "fluentd", "awslogs", "splunk");

    private LogRules() {}

    static void check(ContainerDefinition container) {
        var log = container.logConfiguration();
        if (log == null || log.logDriver() == null) {
            return;
        }
        var driver = log.logDriverAsString();
        refuseUnless(
                !driver.equals("awsfirelens"),
                "Container '%s': logDriver awsfirelens is not supported yet. Use fluentd or another"
                        + " driver of Docker's.",
                container.name());
        refuseUnless(
                DRIVERS.contains(driver),
                "Container '%s': logDriver must be one of %s.",
                container.name(),
                String.join(", ", DRIVERS));
        refuseUnless(
                !driver.equals("awslogs")
                        || (log.options().containsKey("awslogs-group")
                                && log.options().containsKey("awslogs-region")),
                "Container '%s': Log driver awslogs requires options: awslogs-group,"
                        + " awslogs-region.",
                container.name());
    }
}
