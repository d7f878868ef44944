package dev.berth.domain.check;

import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.TaskSpec;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks the starts and stops of the scheduler of services: invariant I6.
 *
 * <p>The journal does not show which tasks were unhealthy, nor which agents were not connected, nor
 * the view on which an action was planned. A row is reported only if no health, no connection and
 * no view of the last {@link ServiceLimits#DELAY} can explain it:
 *
 * <ul>
 *   <li>Launch, REPLICA: the tasks that were not asked to stop, are not given up and are on a
 *       registered instance are more than the highest maximum of that time.
 *   <li>Launch, DAEMON: another task of the service on the instance has not stopped.
 *   <li>Launch: the deployment never existed, or runs another task definition.
 *   <li>Stop, REPLICA, of a task that counted as healthy: the RUNNING tasks that remain, and those
 *       that were lost in that time otherwise, are fewer than the lowest minimum of that time. Lost
 *       otherwise are tasks that ended, were stopped by others, were unhealthy, or were not counted
 *       as healthy when the scheduler stopped them.
 *   <li>Stop to scale in or for a deployment: the task was protected.
 *   <li>Stop of a task of a lost instance: the service had not given up the task.
 * </ul>
 *
 * <p>Only the launches of the scheduler are compared with the maximum, and only its stops with the
 * minimum: StopTask, failures, forced deregistration and a changed desired count can exceed the
 * limits. The minimum of a DAEMON service is not checked, because its desired count depends on the
 * agents that are connected.
 */
final class ServiceTaskCheck {

    private static final String DEPLOYMENT_PREFIX = "ecs-svc/";
    private static final String SCALING = "Scaling activity initiated by";
    private static final String LOST = "Task replaced because its container instance was lost.";
    private static final String UNHEALTHY = "Task failed container health checks";
    private static final String UNHEALTHY_TARGET = "Task failed load balancer health checks";

    /** The tasks with the group of one service, and the times at which others were lost. */
    private static final class Group {
        final Map<String, CheckedServiceTask> tasks = new HashMap<>();
        final Deque<Instant> losses = new ArrayDeque<>();

        long lossesSince(Instant from) {
            while (!losses.isEmpty() && losses.peekFirst().isBefore(from)) {
                losses.removeFirst();
            }
            return losses.size();
        }
    }

    private final Findings findings;
    private final InstanceCheck instances;
    private final Map<String, CheckedService> services;
    private final Map<String, Group> groups = new HashMap<>();

    /** The persistence ids of the services of tasks, by that of the task. */
    private final Map<String, String> serviceOf = new HashMap<>();

    /** Whether a task is unknown, so that the remaining tasks of services are not known. */
    private boolean incomplete;

    /**
     * @param services by their persistence ids
     */
    ServiceTaskCheck(
            Findings findings, InstanceCheck instances, Map<String, CheckedService> services) {
        this.findings = findings;
        this.instances = instances;
        this.services = services;
    }

    void markUnknown(String task) {
        incomplete = true;
        forget(task);
    }

    private void forget(String task) {
        var service = serviceOf.remove(task);
        if (service != null) {
            var group = groups.get(service);
            group.tasks.remove(task);
            if (group.tasks.isEmpty() && !services.containsKey(service)) {
                groups.remove(service);
            }
        }
    }

    private Optional<CheckedServiceTask> task(Row row) {
        return Optional.ofNullable(serviceOf.get(row.aggregate()))
                .map(service -> groups.get(service).tasks.get(row.aggregate()));
    }

    /** Tasks of the service were counted as healthy. */
    void proven(Row service, Collection<String> tasks) {
        var group = groups.get(service.aggregate());
        if (group != null) {
            for (var id : tasks) {
                var task = group.tasks.get("Task|%s/%s".formatted(service.cluster(), id));
                if (task != null) {
                    task.isProven = true;
                }
            }
        }
    }

    void launched(Row row, TaskSpec spec, String instance, Instant at) {
        if (!spec.belongsToService()) {
            return;
        }
        var name = spec.group().substring(spec.group().indexOf(':') + 1);
        var key = "Service|%s/%s".formatted(row.cluster(), name);
        var isOfDeployment =
                spec.startedBy() != null && spec.startedBy().startsWith(DEPLOYMENT_PREFIX);
        var task = new CheckedServiceTask(row.ordering(), row.localId(), instance, isOfDeployment);
        var group = groups.computeIfAbsent(key, _ -> new Group());
        group.tasks.put(row.aggregate(), task);
        serviceOf.put(row.aggregate(), key);
        var service = services.get(key);
        if (service == null || !isOfDeployment) {
            return;
        }
        checkDeployment(row, spec, service);
        if (service.isDaemon()) {
            checkInstance(row, task, group, service);
        } else if (service.isKnown(at)) {
            checkMaximum(row, group, service, at);
        }
    }

    private void checkDeployment(Row row, TaskSpec spec, CheckedService service) {
        var deployment = spec.startedBy();
        if (!service.had(deployment)) {
            report(
                    row,
                    "Service %s started the task for deployment %s, which it never had."
                            .formatted(service.name(), deployment));
            return;
        }
        var runs = spec.family() + ":" + spec.revision();
        service.definitionOf(deployment)
                .filter(definition -> !definition.equals(runs))
                .ifPresent(
                        definition ->
                                report(
                                        row,
                                        "Service %s started a task of %s for deployment %s, which runs %s."
                                                .formatted(
                                                        service.name(),
                                                        runs,
                                                        deployment,
                                                        definition)));
    }

    private void checkInstance(
            Row row, CheckedServiceTask task, Group group, CheckedService service) {
        group.tasks.values().stream()
                .filter(other -> other != task && other.isOfDeployment)
                .filter(other -> other.instance.equals(task.instance))
                .findFirst()
                .ifPresent(
                        other ->
                                report(
                                        row,
                                        "DAEMON service %s started a second task on an instance: task %s (row %d) had not stopped."
                                                .formatted(
                                                        service.name(), other.taskId, other.row)));
    }

    private void checkMaximum(Row row, Group group, CheckedService service, Instant at) {
        var count =
                group.tasks.values().stream()
                        .filter(task -> task.isOfDeployment && !task.isAskedToStop)
                        .filter(task -> !service.isWrittenOff(task.taskId))
                        .filter(task -> instances.instance(task.instance).isPresent())
                        .count();
        var limits = service.limits().highest(at);
        if (count > limits.maximum()) {
            report(
                    row,
                    "Service %s started this task, its number %d at that time; its maximum was %d since row %d (%d %% of %d)."
                            .formatted(
                                    service.name(),
                                    count,
                                    limits.maximum(),
                                    limits.row(),
                                    limits.maximumPercent(),
                                    limits.desired()));
        }
    }

    void running(Row row, Instant at) {
        task(row).filter(task -> !task.isRunning()).ifPresent(task -> task.startedAt = at);
    }

    void protect(Row row, Instant until, Instant at) {
        task(row)
                .ifPresent(
                        task -> {
                            task.protectedBy = row.ordering();
                            task.protectedFrom = at;
                            task.protectedUntil = until;
                        });
    }

    /** The task was asked to stop, by its service or by others. */
    void stopRequested(Row row, StopCode code, String reason, Instant at) {
        var found = task(row);
        if (found.isEmpty() || found.get().isAskedToStop) {
            return;
        }
        var task = found.get();
        var key = serviceOf.get(row.aggregate());
        var service = services.get(key);
        if (service == null) {
            task.isAskedToStop = true;
            return;
        }
        var isOwn = code == StopCode.SERVICE_SCHEDULER_INITIATED && reason != null;
        if (isOwn) {
            checkProtection(row, task, service, reason, at);
            checkGivenUp(row, task, service, reason);
        }
        var counted =
                isOwn
                        && !List.of(UNHEALTHY, UNHEALTHY_TARGET).contains(reason)
                        && task.countsAsHealthy(at, service.limits().longestGrace(at));
        var group = groups.get(key);
        var remained = remains(task, service);
        task.isAskedToStop = true;
        if (!counted) {
            if (remained) {
                group.losses.add(at);
            }
        } else if (!service.isDaemon() && !incomplete && service.isKnown(at)) {
            checkMinimum(row, group, service, at);
        }
    }

    private void checkProtection(
            Row row, CheckedServiceTask task, CheckedService service, String reason, Instant at) {
        // a deleted service stops all its tasks
        if (reason.startsWith(SCALING) && task.isProtected(at) && !service.isDeleted()) {
            report(
                    row,
                    "Service %s stopped the task to scale in or for a deployment, but row %d protected it until %s."
                            .formatted(service.name(), task.protectedBy, task.protectedUntil));
        }
    }

    private void checkGivenUp(
            Row row, CheckedServiceTask task, CheckedService service, String reason) {
        if (reason.equals(LOST) && !service.isWrittenOff(task.taskId)) {
            report(
                    row,
                    "Service %s stopped the task because its instance was lost, but had not given it up."
                            .formatted(service.name()));
        }
    }

    /**
     * A PENDING task can remain in the place of a RUNNING one only if it is protected, or if
     * another one returned from a lost instance.
     */
    private static boolean remains(CheckedServiceTask task, CheckedService service) {
        return !task.isAskedToStop
                && (task.isRunning() || task.protectedFrom != null || service.hadWrittenOff());
    }

    private void checkMinimum(Row row, Group group, CheckedService service, Instant at) {
        var remaining =
                group.tasks.values().stream().filter(task -> remains(task, service)).count();
        var losses = group.lossesSince(at.minus(ServiceLimits.DELAY));
        var limits = service.limits().lowest(at);
        if (remaining + losses < limits.minimum()) {
            report(
                    row,
                    "Service %s stopped this task, and %d RUNNING tasks remained; its minimum was %d since row %d (%d %% of %d)."
                            .formatted(
                                    service.name(),
                                    remaining,
                                    limits.minimum(),
                                    limits.row(),
                                    limits.minimumPercent(),
                                    limits.desired()));
        }
    }

    /** The task has stopped, asked or not. */
    void stopped(Row row, Instant at) {
        var key = serviceOf.get(row.aggregate());
        if (key == null) {
            return;
        }
        var group = groups.get(key);
        var service = services.get(key);
        if (service != null && remains(group.tasks.get(row.aggregate()), service)) {
            group.losses.add(at);
            group.lossesSince(at.minus(ServiceLimits.DELAY));
        }
        forget(row.aggregate());
    }

    private void report(Row row, String sentence) {
        findings.add(Invariant.I6, row, sentence);
    }
}
