package dev.berth.agent.task.plan;

import dev.berth.protocol.agent.payload.PayloadContainer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Checks that the dependencies of a task's containers are valid and not circular. */
public final class DependencyCheck {
    private static final Set<String> CONDITIONS = Set.of("START", "COMPLETE", "SUCCESS", "HEALTHY");

    private final Map<String, PayloadContainer> containers;
    private final Set<String> checked = new HashSet<>();
    private final Set<String> waiting = new HashSet<>();

    private DependencyCheck(Map<String, PayloadContainer> containers) {
        this.containers = containers;
    }

    static void check(List<PayloadContainer> containers) throws InvalidTaskException {
        var check =
                new DependencyCheck(
                        containers.stream()
                                .collect(
                                        Collectors.toMap(
                                                PayloadContainer::name, Function.identity())));
        for (var container : containers) {
            check.follow(container);
        }
    }

    private void follow(PayloadContainer container) throws InvalidTaskException {
        if (!checked.add(container.name())) {
            return;
        }
        waiting.add(container.name());
        for (var dependency : Dependencies.of(container)) {
            var other = containers.get(dependency.containerName());
            require(
                    other != null,
                    "container %s depends on %s, which is not in the task",
                    container.name(),
                    dependency.containerName());
            require(
                    CONDITIONS.contains(dependency.condition()),
                    "container %s depends on %s with an unknown condition",
                    container.name(),
                    other.name());
            require(
                    !waiting.contains(other.name()),
                    "containers %s and %s depend on each other",
                    container.name(),
                    other.name());
            follow(other);
        }
        waiting.remove(container.name());
    }

    private static void require(boolean met, String otherwise, Object... values)
            throws InvalidTaskException {
        if (!met) {
            throw new InvalidTaskException(otherwise.formatted(values));
        }
    }
}
