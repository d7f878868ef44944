package dev.berth.actors.view;

import dev.berth.domain.task.Task;
import java.util.Optional;
import java.util.stream.Stream;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * Launched tasks by the instance that they are on. Those that go on are apart from those that are
 * over, so that who looks at the former does not pay for what an instance ran in the last hour.
 */
public record TasksByInstance(PMap<String, Held> instances) {

    static final TasksByInstance NONE = new TasksByInstance(HashTreePMap.empty());

    /** The tasks of one instance, by id. */
    record Held(PMap<String, Task.Active> active, PMap<String, Task.Stopped> stopped) {
        static final Held NOTHING = new Held(HashTreePMap.empty(), HashTreePMap.empty());

        private Held with(Task.Launched task) {
            var id = task.spec().taskId();
            return switch (task) {
                case Task.Active goesOn -> new Held(active.plus(id, goesOn), stopped.minus(id));
                case Task.Stopped over -> new Held(active.minus(id), stopped.plus(id, over));
            };
        }

        private Held without(String taskId) {
            return new Held(active.minus(taskId), stopped.minus(taskId));
        }

        private boolean isEmpty() {
            return active.isEmpty() && stopped.isEmpty();
        }
    }

    public boolean isEmpty() {
        return instances.isEmpty();
    }

    Stream<Task.Launched> on(String instanceId) {
        var held = held(instanceId);
        return Stream.concat(held.active().values().stream(), held.stopped().values().stream());
    }

    Stream<Task.Active> activeOn(String instanceId) {
        return held(instanceId).active().values().stream();
    }

    Optional<Task.Active> active(String instanceId, String taskId) {
        return Optional.ofNullable(held(instanceId).active().get(taskId));
    }

    TasksByInstance with(Task.Launched task) {
        var instanceId = task.spec().instanceId();
        return new TasksByInstance(instances.plus(instanceId, held(instanceId).with(task)));
    }

    TasksByInstance without(Task.Launched task) {
        var instanceId = task.spec().instanceId();
        var left = held(instanceId).without(task.spec().taskId());
        return new TasksByInstance(
                left.isEmpty() ? instances.minus(instanceId) : instances.plus(instanceId, left));
    }

    private Held held(String instanceId) {
        return instances.getOrDefault(instanceId, Held.NOTHING);
    }
}
