package dev.berth.events;

import dev.berth.actors.feed.Change;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskEvent;
import dev.berth.ecs.task.TaskModel;
import dev.berth.plugin.events.DetailType;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;

/**
 * {@code ECS Task State Change}: the task as the ECS API shows it, when its version has been
 * incremented or its health has changed. Environment variables of overrides are left out.
 */
final class TaskEvents {
    private static final Collection<KeyValuePair> NONE = null;

    private final EventEnvelope envelope;
    private final TaskModel model;

    TaskEvents(EventEnvelope envelope) {
        this.envelope = envelope;
        this.model = new TaskModel(envelope.arns());
    }

    List<EventDocument> of(Change change, AccountSnapshot account) {
        if (!(change.after() instanceof Task.Launched task) || !isAnnounced(change, task)) {
            return List.of();
        }
        var spec = task.spec();
        var at = at(change);
        var shown = model.of(task, change.contents(), account, Set.of());
        return List.of(
                envelope.of(
                        change,
                        DetailType.TASK,
                        "task",
                        at,
                        List.of(envelope.arns().task(spec.cluster(), spec.taskId())),
                        EventEnvelope.resource(withoutEnvironment(shown), at)));
    }

    private static boolean isAnnounced(Change change, Task.Launched task) {
        if (!change.isJournaled()) {
            return change.contents().health(task.spec()) != change.previous().health(task.spec());
        }
        return !(change.before() instanceof Task.Launched before)
                || before.progress().version() != task.progress().version()
                || before.lastStatus() != task.lastStatus()
                || before.desiredStatus() != task.desiredStatus();
    }

    private static Instant at(Change change) {
        return switch (change.event()) {
            case TaskEvent.Launched(_, var at) -> at;
            case TaskEvent.StopRequested(_, _, var at) -> at;
            case TaskEvent.Progressed(_, var at) -> at;
            case TaskEvent.Stopped(_, _, _, var at) -> at;
            case TaskEvent.ProtectionSet(_, var at) -> at;
            case null, default -> change.at();
        };
    }

    private static software.amazon.awssdk.services.ecs.model.Task withoutEnvironment(
            software.amazon.awssdk.services.ecs.model.Task shown) {
        if (shown.overrides() == null || !shown.overrides().hasContainerOverrides()) {
            return shown;
        }
        var containers =
                shown.overrides().containerOverrides().stream()
                        .map(override -> override.toBuilder().environment(NONE).build())
                        .toList();
        return shown.toBuilder()
                .overrides(shown.overrides().toBuilder().containerOverrides(containers).build())
                .build();
    }
}
