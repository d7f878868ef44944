package dev.berth.actors.launch;

import dev.berth.domain.placement.Unfit;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * One request whose tasks are being placed and launched. It is answered when the last task is
 * decided.
 */
final class Job {

    private final LaunchRequest request;
    private final TaskToPlace task;
    private final ActorRef<LaunchReply> replyTo;
    private final List<LaunchResult.Launched> launched = new ArrayList<>();
    private final Set<Unfit> failures = new LinkedHashSet<>();
    private final List<String> abandoned = new ArrayList<>();
    private String unknown;
    private int open;

    Job(LaunchRequest request, int tasks, ActorRef<LaunchReply> replyTo) {
        this.request = request;
        this.task = request.toPlace();
        this.replyTo = replyTo;
        this.open = tasks;
    }

    /** Whether every task is decided and the answer was sent. */
    boolean isAnswered() {
        return open == 0;
    }

    LaunchRequest request() {
        return request;
    }

    /** The common properties of its tasks. */
    TaskToPlace task() {
        return task;
    }

    void launched(String taskId, long sequenceNumber) {
        launched.add(new LaunchResult.Launched(taskId, sequenceNumber));
        decided();
    }

    void unplaced(List<Unfit> reasons) {
        failures.addAll(reasons);
        decided();
    }

    /** The id was abandoned before the launch. */
    void abandoned(String taskId) {
        abandoned.add(taskId);
        decided();
    }

    /** It is unknown whether the task was launched; a retry with its token determines it. */
    void unknown(String reason) {
        unknown = reason;
        decided();
    }

    /** Answers at once. Tasks that are not decided have an unknown outcome. */
    void fail(String reason) {
        if (!isAnswered()) {
            open = 0;
            replyTo.tell(new LaunchReply.Failed(reason));
        }
    }

    private void decided() {
        if (--open > 0) {
            return;
        }
        replyTo.tell(
                unknown != null
                        ? new LaunchReply.Failed(unknown)
                        : new LaunchReply.Decided(launched, List.copyOf(failures), abandoned));
    }
}
