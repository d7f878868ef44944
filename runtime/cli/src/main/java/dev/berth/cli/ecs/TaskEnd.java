package dev.berth.cli.ecs;

import java.util.ArrayList;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Container;
import software.amazon.awssdk.services.ecs.model.Task;

/** Why a task ended, in few words. */
final class TaskEnd {
    private static final String EXITED = "Essential container in task exited";

    private TaskEnd() {}

    /** Empty where it has not ended and nothing went wrong. */
    static String reason(Task task) {
        var causes =
                task.containers().stream()
                        .filter(container -> container.reason() != null)
                        .flatMap(TaskEnd::causes)
                        .distinct()
                        .toList();
        if (!causes.isEmpty()) {
            return String.join(", ", causes);
        }
        var parts = new ArrayList<String>();
        var reason = task.stoppedReason();
        var isSaidByExitCodes = EXITED.equals(reason) && hasExitCode(task);
        if (reason != null && !reason.isEmpty() && !isSaidByExitCodes) {
            parts.add(reason);
        }
        var isAlone = task.containers().size() == 1;
        for (var container : task.containers()) {
            if (container.exitCode() != null) {
                var exit = "exit code " + container.exitCode();
                parts.add(isAlone ? exit : container.name() + " " + exit);
            }
        }
        return String.join("; ", parts);
    }

    private static boolean hasExitCode(Task task) {
        return task.containers().stream().anyMatch(container -> container.exitCode() != null);
    }

    /** The cause that the container's reason begins with, as ECS names it. */
    private static Stream<String> causes(Container container) {
        return switch (container.reason().split(":", 2)[0]) {
            case "OutOfMemoryError" -> Stream.of(container.name() + " out of memory");
            case "CannotPullContainerError" ->
                    Stream.of("cannot pull the image " + container.image());
            case "CannotCreateContainerError" ->
                    Stream.of("cannot create container " + container.name());
            case "CannotStartContainerError" ->
                    Stream.of("cannot start container " + container.name());
            default -> Stream.empty();
        };
    }
}
