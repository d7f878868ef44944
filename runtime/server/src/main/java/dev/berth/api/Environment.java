package dev.berth.api;

import java.util.List;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/** The variables that a container is started with. */
final class Environment {
    private Environment() {}

    static boolean isNamed(List<KeyValuePair> variables) {
        return variables.stream()
                .allMatch(variable -> variable.name() != null && !variable.name().isEmpty());
    }

    /** A variable without a value is an empty one. */
    static List<KeyValuePair> complete(List<KeyValuePair> variables) {
        return variables.stream()
                .map(
                        variable ->
                                variable.toBuilder()
                                        .value(Requests.orElse(variable.value(), ""))
                                        .build())
                .toList();
    }
}
