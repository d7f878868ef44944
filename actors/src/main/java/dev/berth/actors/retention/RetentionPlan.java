package dev.berth.actors.retention;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.TaskRows.Ended;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** Whose rows go. */
public final class RetentionPlan {

    /**
     * No rows go sooner, whatever is set: an id stands for at most one set of containers, and a
     * launch of it that is under way must find that it is over.
     */
    static final Duration LEAST = Duration.ofHours(1);

    private RetentionPlan() {}

    /**
     * @param ended every task that is over, in any order
     * @param inUse what must stay: shown by the API, or named by a client token
     */
    public static List<EntityAddress<?>> plan(
            List<Ended> ended,
            Predicate<EntityAddress<?>> inUse,
            Retention retention,
            Instant now) {
        if (retention.keepJournal()) {
            return List.of();
        }
        var newestFirst = new ArrayList<>(ended);
        newestFirst.sort(Comparator.comparing(Ended::at).reversed());
        var kept = now.minus(retention.postMortem());
        var going = new ArrayList<EntityAddress<?>>();
        var launched = 0;
        for (var task : newestFirst) {
            var isOverCount = task.launched() && ++launched > retention.postMortemTasks();
            var isOld = task.at().isBefore(kept) || isOverCount;
            if (isOld && task.at().isBefore(now.minus(LEAST)) && !inUse.test(task.task())) {
                going.add(task.task());
            }
        }
        return going;
    }
}
