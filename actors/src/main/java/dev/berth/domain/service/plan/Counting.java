package dev.berth.domain.service.plan;

import dev.berth.domain.observation.Health;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Deployment.Seen;
import dev.berth.domain.service.ServiceCommand.CountTasks;
import dev.berth.domain.service.plan.ServiceTask.Cause;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/** Finds the tasks that the circuit breaker and the back-off have not counted yet. */
final class Counting {

    /** Counted tasks that are not shown any more are removed at the latest at this number. */
    private static final int FORGOTTEN_TOGETHER = 100;

    private Counting() {}

    /** Whether there are failures, which must be counted before anything else is planned. */
    static boolean plan(Tally tally, Draft draft) {
        var shown =
                tally.snapshot.tasks().stream().map(ServiceTask::id).collect(Collectors.toSet());
        var failures = false;
        for (var deployment : tally.service.rollouts().deployments()) {
            var healthy = healthy(tally, deployment);
            var failed = failed(tally, deployment, false);
            var unhealthy = failed(tally, deployment, true);
            var gone =
                    deployment.seen().keySet().stream()
                            .filter(id -> !shown.contains(id))
                            .sorted()
                            .toList();
            if (!healthy.isEmpty()
                    || !failed.isEmpty()
                    || !unhealthy.isEmpty()
                    || gone.size() >= FORGOTTEN_TOGETHER) {
                draft.command(
                        new CountTasks(
                                deployment.id(),
                                tally.desired(),
                                healthy,
                                failed,
                                unhealthy,
                                gone));
            }
            failures |= !failed.isEmpty() || !unhealthy.isEmpty();
        }
        return failures;
    }

    private static List<String> healthy(Tally tally, Deployment deployment) {
        return tally.live.stream()
                .filter(task -> tally.isOf(deployment, task))
                .filter(task -> !deployment.seen().containsKey(task.id()))
                .filter(tally::isProven)
                .map(ServiceTask::id)
                .toList();
    }

    private static List<String> failed(Tally tally, Deployment deployment, boolean unhealthy) {
        if (deployment.hasFailed()) {
            return List.of();
        }
        return tally.snapshot.tasks().stream()
                .filter(task -> !task.isLive() && tally.isOf(deployment, task))
                .filter(task -> !task.end().at().isBefore(deployment.begunAt()))
                .filter(task -> deployment.seen().get(task.id()) != Seen.FAILED)
                .filter(task -> (task.end().cause() == Cause.UNHEALTHY) == unhealthy)
                .filter(task -> isFailure(tally, deployment, task))
                .sorted(
                        Comparator.comparing((ServiceTask task) -> task.end().at())
                                .thenComparing(ServiceTask::id))
                .map(ServiceTask::id)
                .toList();
    }

    private static boolean isFailure(Tally tally, Deployment deployment, ServiceTask task) {
        return switch (task.end().cause()) {
            case FAILED_TO_START, UNHEALTHY -> true;
            case EXITED -> !deployment.seen().containsKey(task.id()) && isEarly(tally, task);
            case OTHER -> false;
        };
    }

    private static boolean isEarly(Tally tally, ServiceTask task) {
        if (task.isPending()) {
            return true;
        }
        return task.isChecked()
                ? task.health() != Health.HEALTHY
                : task.end().at().isBefore(task.startedAt().plus(tally.snapshot.policy().proof()));
    }
}
