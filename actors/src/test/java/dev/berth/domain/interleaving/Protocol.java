package dev.berth.domain.interleaving;

import dev.berth.domain.instance.InstanceReconciler;
import dev.berth.domain.interleaving.Message.Abandon;
import dev.berth.domain.interleaving.Message.Launch;
import dev.berth.domain.interleaving.Message.Release;
import dev.berth.domain.task.TaskAnswer;
import java.util.Set;

/** In which order launcher and orchestrator send; the wrong ones show that the check can fail. */
enum Protocol {
    /** As it is built: reserve, then launch; abandon, then release where the answer allows it. */
    REAL,

    /** Gives back the room first and tells the task then. */
    RELEASE_BEFORE_ABANDON {
        @Override
        Set<Message> giveUp(String task, String instance) {
            return Set.of(new Release(Set.of(task), instance), new Abandon(task, instance));
        }
    },

    /** Does not look at what the task answers. */
    RELEASE_WHATEVER_THE_TASK_SAYS {
        @Override
        Set<Message> afterAbandon(String task, String instance, TaskAnswer answer) {
            return Set.of(new Release(Set.of(task), instance));
        }
    },

    /** Tells only the instance: the task may still be launched. */
    NEVER_ABANDON {
        @Override
        Set<Message> giveUp(String task, String instance) {
            return Set.of(new Release(Set.of(task), instance));
        }
    },

    /** Does not wait until the room is granted. */
    LAUNCH_WITH_THE_RESERVATION {
        @Override
        Set<Message> plan(Message.Reserve reserve) {
            return Set.of(reserve, new Launch(reserve.task(), reserve.instance()));
        }
    };

    Set<Message> plan(Message.Reserve reserve) {
        return Set.of(reserve);
    }

    Set<Message> giveUp(String task, String instance) {
        return Set.of(new Abandon(task, instance));
    }

    Set<Message> afterAbandon(String task, String instance, TaskAnswer answer) {
        return InstanceReconciler.releases(answer, instance)
                ? Set.of(new Release(Set.of(task), instance))
                : Set.of();
    }
}
