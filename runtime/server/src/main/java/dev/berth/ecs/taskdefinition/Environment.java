package dev.berth.ecs.taskdefinition;

import dev.berth.ecs.Requests;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** The variables that a container is started with. */
public final class Environment {
    private Environment() {}

    public static boolean isNamed(List<KeyValuePair> variables) {
        return variables.stream()
                .allMatch(variable -> variable.name() != null && !variable.name().isEmpty());
    }

    /** A variable without a value is an empty one. */
    public static List<KeyValuePair> complete(List<KeyValuePair> variables) {
        return variables.stream()
                .map(
                        variable ->
                                variable.toBuilder()
                                        .value(Requests.orElse(variable.value(), ""))
                                        .build())
                .toList();
    }
}
