package dev.berth.actors.launch;

import dev.berth.domain.instance.Reservation;
import dev.berth.domain.placement.Offer;
import dev.berth.domain.placement.TaskAsk;
import dev.berth.domain.task.TaskSpec;

/** A task that is being launched, and the number of the attempt. */
record Pending(Job job, TaskSpec draft, int attempt) {
    String taskId() {
        return draft.taskId();
    }

    Reservation need() {
        return new Reservation(
                draft.taskId(), draft.cpu(), draft.memory(), job.request().ports(), null);
    }

    TaskAsk ask() {
        return new TaskAsk(taskId(), job.task(), need(), job.request().instanceId());
    }

    Offer.Decided decided() {
        return new Offer.Decided(need(), draft.family(), draft.group());
    }

    Pending again() {
        return new Pending(job, draft, attempt + 1);
    }
}
