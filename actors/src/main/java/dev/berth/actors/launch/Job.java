package dev.berth.actors.launch;

import dev.berth.domain.placement.Unfit;
import dev.berth.plugin.TaskToPlace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One request while its tasks are placed and launched; it answers when the last of them is decided.
 */
final class Job {

    private final LaunchRequest request;
    private final TaskToPlace task;
    private final IdReplacement replacement;
    private final CompletableFuture<LaunchResult> answer;
    private final List<LaunchResult.Launched> launched = new ArrayList<>();
    private final Set<Unfit> failures = new LinkedHashSet<>();
    private Throwable unknown;
    private int open;

    Job(
            LaunchRequest request,
            int tasks,
            IdReplacement replacement,
            CompletableFuture<LaunchResult> answer) {
        this.request = request;
        this.task = request.toPlace();
        this.replacement = replacement;
        this.answer = answer;
        this.open = tasks;
    }

    LaunchRequest request() {
        return request;
    }

    /** What its tasks have in common. */
    TaskToPlace task() {
        return task;
    }

    IdReplacement replacement() {
        return replacement;
    }

    void launched(String taskId, long sequenceNumber) {
        launched.add(new LaunchResult.Launched(taskId, sequenceNumber));
        decided();
    }

    void unplaced(List<Unfit> reasons) {
        failures.addAll(reasons);
        decided();
    }

    /**
     * Nobody can say whether the task was launched; the caller learns that, and a retry with its
     * token finds out.
     */
    void unknown(Throwable cause) {
        unknown = cause;
        decided();
    }

    private void decided() {
        if (--open > 0) {
            return;
        }
        if (unknown != null) {
            answer.completeExceptionally(unknown);
        } else {
            answer.complete(new LaunchResult(List.copyOf(launched), List.copyOf(failures)));
        }
    }
}
