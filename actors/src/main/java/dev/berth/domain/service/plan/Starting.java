package dev.berth.domain.service.plan;

import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.ServiceTexts;

/** Determines whether a deployment can start tasks now. Obstacles become events and waits. */
final class Starting {

    private Starting() {}

    /** Reports what a deployment waits for before it can start tasks. */
    static boolean isAllowed(Deployment deployment, Tally tally, Draft draft) {
        if (deployment.hasFailed()) {
            draft.waitFor(
                    Wait.Kind.FAILED_DEPLOYMENT,
                    "Deployment %s failed, so it starts no tasks: %s Update the service."
                            .formatted(deployment.id(), deployment.reason()),
                    null);
            return false;
        }
        var throttle = deployment.throttle();
        if (throttle.told()) {
            draft.condition(ServiceTexts.unableToStart(tally.service.name()));
        }
        if (throttle.holds(tally.now)) {
            draft.waitFor(
                    Wait.Kind.BACK_OFF,
                    "Tasks of deployment %s ended too early; the next one is started at %s."
                            .formatted(deployment.id(), throttle.until()),
                    throttle.until());
            return false;
        }
        return isPlaceable(tally, draft);
    }

    private static boolean isPlaceable(Tally tally, Draft draft) {
        var unplaced = tally.snapshot.unplaced();
        if (unplaced == null || unplaced.zone() != null) {
            return true;
        }
        var text = ServiceTexts.unplaced(tally.service.name(), unplaced.closest());
        if (unplaced.isReported(tally.now)) {
            draft.condition(text);
        } else {
            draft.wakeAt(unplaced.reportedFrom());
        }
        if (!tally.now.isBefore(unplaced.retryAt())) {
            return true;
        }
        draft.waitFor(Wait.Kind.PLACEMENT, text, unplaced.retryAt());
        return false;
    }

    /** Whether only a suitable instance is missing. */
    static boolean lacksPlace(Deployment deployment, Tally tally) {
        var unplaced = tally.snapshot.unplaced();
        return unplaced != null
                && unplaced.zone() == null
                && !deployment.hasFailed()
                && !deployment.throttle().holds(tally.now);
    }
}
