package dev.berth.ecs.taskdefinition;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** The environment variables of a container. */
public final class Environment {
    private Environment() {}

    public static boolean isNamed(List<KeyValuePair> variables) {
        return variables.stream()
                .allMatch(variable -> variable.name() != null && !variable.name().isEmpty());
    }

    /** The variables with a value, which can be empty. Variables without a value are dropped. */
    public static List<KeyValuePair> complete(List<KeyValuePair> variables) {
        return variables.stream().filter(variable -> variable.value() != null).toList();
    }
}
