package dev.berth.ecs.taskdefinition;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** The variables that a container is started with. */
public final class Environment {
    private Environment() {}

    public static boolean isNamed(List<KeyValuePair> variables) {
        return variables.stream()
                .allMatch(variable -> variable.name() != null && !variable.name().isEmpty());
    }

    /** The variables that have a value, be it empty: the others are not part of a definition. */
    public static List<KeyValuePair> complete(List<KeyValuePair> variables) {
        return variables.stream().filter(variable -> variable.value() != null).toList();
    }
}
