package dev.berth.gateway.session;

import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.DesiredStatus;
import dev.berth.domain.task.Task.LastStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one agent has been told over one socket, and what it has acknowledged. Nothing of it
 * outlives the socket: after a reconnect whatever differs is said again.
 *
 * <p>At most {@link #WINDOW} messages wait for their acknowledgement, so that what is queued for an
 * agent is bounded however much it is behind.
 */
public final class Deliveries {

    public static final int WINDOW = 64;

    /** After this long without an acknowledgement a message is sent again, under a new number. */
    static final Duration REDELIVERY = Duration.ofSeconds(10);

    private record Sent(String taskId, DesiredStatus desired, Instant at) {}

    private final Map<String, Sent> unacknowledged = new LinkedHashMap<>();
    private final Map<String, DesiredStatus> byTask = new HashMap<>();

    /** What the agent is still to be told of this task, empty where it knows or need not know. */
    Optional<DesiredStatus> due(Task.Launched task) {
        if (!(task instanceof Task.Active)) {
            return Optional.empty();
        }
        var said = byTask.get(task.spec().taskId());
        return switch (task.desiredStatus()) {
            case STOPPED ->
                    said == DesiredStatus.STOPPED
                            ? Optional.empty()
                            : Optional.of(DesiredStatus.STOPPED);
            // Who reports RUNNING has been told, if perhaps over another socket.
            case RUNNING ->
                    said != null || task.lastStatus() == LastStatus.RUNNING
                            ? Optional.empty()
                            : Optional.of(DesiredStatus.RUNNING);
        };
    }

    boolean hasRoom() {
        return unacknowledged.size() < WINDOW;
    }

    void sent(String messageId, String taskId, DesiredStatus desired, Instant now) {
        unacknowledged.put(messageId, new Sent(taskId, desired, now));
        byTask.put(taskId, desired);
    }

    void acknowledged(String messageId) {
        unacknowledged.remove(messageId);
    }

    /** Forgets what was not acknowledged in time; those tasks are due again. */
    List<String> overdue(Instant now) {
        var again = new ArrayList<String>();
        unacknowledged
                .values()
                .removeIf(
                        sent -> {
                            var late = sent.at().plus(REDELIVERY).isBefore(now);
                            if (late) {
                                byTask.remove(sent.taskId(), sent.desired());
                                again.add(sent.taskId());
                            }
                            return late;
                        });
        return again;
    }

    /** The task is over: nothing waits for it any more. */
    void over(String taskId) {
        byTask.remove(taskId);
        unacknowledged.values().removeIf(sent -> sent.taskId().equals(taskId));
    }
}
