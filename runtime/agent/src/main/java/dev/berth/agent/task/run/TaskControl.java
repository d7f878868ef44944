package dev.berth.agent.task.run;

import dev.berth.agent.task.plan.InvalidTaskException;
import dev.berth.protocol.agent.BerthContainerDetails;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The operations of the server's messages. */
public interface TaskControl {
    /** Applies the message about a task; returns when the result is on disk. */
    void accept(PayloadTask task, long seqNum)
            throws InvalidTaskException, IOException, InterruptedException;

    /** Stops a task if it is known. Returns when the request is on disk. */
    void stop(String arn) throws InterruptedException;

    /** The ARNs of the tasks that should run. */
    Set<String> running();

    /**
     * The current diagnostics of a task from Docker; empty if the task is unknown. Takes as long as
     * Docker does.
     */
    Optional<List<BerthContainerDetails>> examine(String arn) throws InterruptedException;

    /** The highest sequence number of an accepted payload. */
    long highestSeqNum();
}
