package dev.berth.ecs.taskdefinition;

import static dev.berth.ecs.taskdefinition.TaskDefinitionRules.refuseUnless;

import dev.berth.ecs.Requests;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.HealthCheck;

/** The health check of a container. */
public final class HealthCheckRules {
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
                        || !List.of("CMD", "CMD-SHELL").contains(check.command().getFirst()),
                "Container '%s': healthCheck.command needs a command after CMD or CMD-SHELL.",
                name);
        within(name, "interval", check.interval(), 5, 300);
        within(name, "timeout", check.timeout(), 2, 60);
        within(name, "retries", check.retries(), 1, 10);
        within(name, "startPeriod", check.startPeriod(), 0, 300);
    }

    private static void within(String name, String member, Integer value, int min, int max) {
        refuseUnless(
                value == null || (value >= min && value <= max),
                "Container '%s': healthCheck.%s must be between %d and %d.",
                name,
                member,
                min,
                max);
    }

    /**
     * Whether Docker runs a health check. The command NONE disables the health check of the image.
     */
    public static boolean isOn(HealthCheck check) {
        return check != null && !check.command().getFirst().equals("NONE");
    }

    /**
     * The command in the form that Docker runs: the arguments after CMD-SHELL are joined to one
     * line, and a command without CMD, CMD-SHELL or NONE is a program with its arguments.
     */
    public static List<String> dockerTest(HealthCheck check) {
        var words = check.command();
        return switch (words.getFirst()) {
            case "NONE" -> List.of("NONE");
            case "CMD" -> words;
            case "CMD-SHELL" ->
                    List.of("CMD-SHELL", String.join(" ", words.subList(1, words.size())));
            default -> Stream.concat(Stream.of("CMD"), words.stream()).toList();
        };
    }

    /** With the defaults of ECS; null stays null. */
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
