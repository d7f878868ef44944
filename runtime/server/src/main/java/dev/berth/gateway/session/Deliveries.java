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
 * The payloads that were sent to one agent over one socket, and those that it has acknowledged. The
 * state ends with the socket: after a reconnect every difference is sent again.
 *
 * <p>At most {@link #WINDOW} messages wait for their acknowledgement, so that the queue of a slow
 * agent stays bounded.
 */
public final class Deliveries {

    public static final int WINDOW = 64;

    /** Timeout of an acknowledgement; then the message is sent again with a new sequence number. */
    static final Duration REDELIVERY = Duration.ofSeconds(10);

    private record Sent(String taskId, DesiredStatus desired, Instant at) {}

    private final Map<String, Sent> unacknowledged = new LinkedHashMap<>();
    private final Map<String, DesiredStatus> byTask = new HashMap<>();

    /** The desired status to send for this task; empty if nothing needs to be sent. */
    Optional<DesiredStatus> due(Task.Launched task) {
        if (!(task instanceof Task.Active)) {
            return Optional.empty();
        }
        var sent = byTask.get(task.spec().taskId());
        return switch (task.desiredStatus()) {
            case STOPPED ->
                    sent == DesiredStatus.STOPPED
                            ? Optional.empty()
                            : Optional.of(DesiredStatus.STOPPED);
            // An agent that reports RUNNING has received the payload, perhaps over another socket.
            case RUNNING ->
                    sent != null || task.lastStatus() == LastStatus.RUNNING
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

    /** Removes the messages whose acknowledgement timed out, and returns their tasks. */
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

    /** Removes a task that has stopped. */
    void stopped(String taskId) {
        byTask.remove(taskId);
        unacknowledged.values().removeIf(sent -> sent.taskId().equals(taskId));
    }
}
