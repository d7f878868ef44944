package dev.berth.domain.service;

import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.ServiceCommand.Start;
import dev.berth.domain.service.ServiceCommand.Update;
import java.time.Instant;
import java.util.ArrayList;

/** UpdateService. */
final class Updating {

    /** ECS's own quota of tasks in one service. */
    static final int MOST_TASKS = 5_000;

    private Updating() {}

    static Decision<ServiceEvent> tooManyTasks() {
        return reject(
                ErrorCode.INVALID_PARAMETER,
                "A service can have up to %d tasks.".formatted(MOST_TASKS));
    }

    static Decision<ServiceEvent> decide(Details service, Update update, Instant now) {
        var strategy = service.identity().strategy();
        var desired = update.desiredCount();
        if (desired != null && strategy == SchedulingStrategy.DAEMON) {
            return daemonCount();
        }
        if (desired != null && desired < 0) {
            return reject(ErrorCode.INVALID_PARAMETER, "Task count can not be lesser than 0");
        }
        if (desired != null && desired > MOST_TASKS) {
            return tooManyTasks();
        }
        var current = service.rollouts().revision(service.primary());
        if (update.readRevisionId() != null && !update.readRevisionId().equals(current.id())) {
            return reject(
                    ErrorCode.CONFLICT,
                    "The service has another revision by now: %s. Read it and try again."
                            .formatted(current.id()));
        }
        var settings = update.settings().after(service.settings());
        var refusal = SettingsRules.refusal(strategy, settings);
        if (refusal.isPresent()) {
            return reject(ErrorCode.INVALID_PARAMETER, refusal.get());
        }
        var events = new ArrayList<ServiceEvent>();
        if (!settings.equals(service.settings())) {
            events.add(new ServiceEvent.SettingsChanged(settings, now));
        }
        if (desired != null && desired != service.desiredCount()) {
            events.add(new ServiceEvent.DesiredCountSet(desired, now));
        }
        if (update.start() instanceof Start start
                && (start.force() || !start.revision().runsTheSame(current))) {
            events.add(
                    new ServiceEvent.DeploymentStarted(
                            start.deploymentId(),
                            start.serviceDeploymentId(),
                            start.revision(),
                            now));
        }
        return new Decision.Accepted<>(events, null);
    }

    static Decision<ServiceEvent> daemonCount() {
        return reject(
                ErrorCode.INVALID_PARAMETER,
                "The daemon scheduling strategy does not support a desired count for services."
                        + " Remove the desired count value and try again");
    }
}
