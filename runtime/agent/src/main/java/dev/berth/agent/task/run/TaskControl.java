package dev.berth.agent.task.run;

import dev.berth.agent.task.plan.InvalidTaskException;
import dev.berth.protocol.agent.BerthContainerDetails;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the server's messages act on. */
public interface TaskControl {
    /** Takes over what a payload says about a task; returns when that is on disk. */
    void accept(PayloadTask task, long seqNum)
            throws InvalidTaskException, IOException, InterruptedException;

    /** Stops a task, if it is known; returns when the intent is on disk. */
    void stop(String arn) throws InterruptedException;

    /** The ARNs of the tasks that are to run. */
    Set<String> running();

    /**
     * What Docker can tell of a task now; nothing of one that is not known. Takes as long as Docker
     * does.
     */
    Optional<List<BerthContainerDetails>> examine(String arn) throws InterruptedException;

    /** The highest number of a payload that was taken over. */
    long highestSeqNum();
}
