package dev.berth.domain.interleaving;

import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.berth.domain.Decision.Accepted;
import dev.berth.domain.Scenario;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.instance.Instances;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.interleaving.Message.Abandon;
import dev.berth.domain.interleaving.Message.Launch;
import dev.berth.domain.interleaving.Message.Release;
import dev.berth.domain.interleaving.Message.Reserve;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.Tasks;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.HashTreePSet;
import org.pcollections.PMap;
import org.pcollections.PSet;

/**
 * Two tasks, two instances and what is in flight between them and those who act, at one moment.
 * Every state in it was made by the real deciders.
 *
 * @param plans how often each task may still be planned: again after a refusal, and when a client
 *     sends its token again
 */
record World(
        PMap<String, ContainerInstance> instances,
        PMap<String, Task> tasks,
        PMap<String, Integer> plans,
        PSet<Message> inFlight,
        PMap<String, Reservation> needs) {

    private static final InstanceDecider INSTANCE = new InstanceDecider();
    private static final TaskDecider TASK = new TaskDecider();

    /** What decides how it goes on from here: without the counters that only ever grow. */
    record Key(String states, Set<Message> inFlight) {}

    /**
     * @param needs what each task needs, and how often it may be planned
     */
    static World of(Map<String, Resources> instances, Map<Reservation, Integer> needs) {
        PMap<String, ContainerInstance> hosts = HashTreePMap.empty();
        for (var each : instances.entrySet()) {
            hosts = hosts.plus(each.getKey(), Instances.holding(each.getKey(), each.getValue()));
        }
        PMap<String, Task> tasks = HashTreePMap.empty();
        PMap<String, Integer> left = HashTreePMap.empty();
        PMap<String, Reservation> byTask = HashTreePMap.empty();
        for (var each : needs.entrySet()) {
            var need = each.getKey();
            tasks = tasks.plus(need.taskId(), TASK.initial());
            left = left.plus(need.taskId(), each.getValue());
            byTask = byTask.plus(need.taskId(), need);
        }
        return new World(hosts, tasks, left, HashTreePSet.empty(), byTask);
    }

    Key key() {
        var states = new StringBuilder();
        instances.keySet().forEach(id -> states.append(id).append(reservations(id).keySet()));
        tasks.forEach((id, task) -> states.append(id).append(kind(task)).append(plans.get(id)));
        return new Key(states.toString(), inFlight);
    }

    private static String kind(Task task) {
        return switch (task) {
            case Task.Absent _ -> " absent ";
            case Task.Abandoned _ -> " abandoned ";
            case Task.Active active -> " on " + active.spec().instanceId();
            case Task.Stopped stopped -> " stopped on " + stopped.spec().instanceId();
        };
    }

    PMap<String, Reservation> reservations(String instance) {
        return registered(instance).reservations();
    }

    ContainerInstance.Registered registered(String instance) {
        return (ContainerInstance.Registered) instances.get(instance);
    }

    /** The tasks that run on it. */
    Set<String> running(String instance) {
        return tasks.entrySet().stream()
                .filter(
                        each ->
                                each.getValue() instanceof Task.Active active
                                        && active.spec().instanceId().equals(instance))
                .map(Map.Entry::getKey)
                .collect(toUnmodifiableSet());
    }

    World send(Set<Message> messages) {
        return with(inFlight.plusAll(messages));
    }

    World loseAll() {
        return with(HashTreePSet.empty());
    }

    private World with(PSet<Message> messages) {
        return new World(instances, tasks, plans, messages, needs);
    }

    World planned(String task) {
        return new World(instances, tasks, plans.plus(task, plans.get(task) - 1), inFlight, needs);
    }

    /** The agent reports that the task is over. */
    World stopped(String task) {
        var report = new TaskCommand.Report(Tasks.report(Task.LastStatus.STOPPED));
        return decide(task, report).world();
    }

    World arrive(Message message, Protocol protocol) {
        var world = with(inFlight.minus(message));
        return switch (message) {
            case Reserve reserve -> world.reserve(reserve);
            case Launch(var task, var instance) -> world.launch(task, instance);
            case Abandon(var task, var instance) -> {
                var decided = world.decide(task, new TaskCommand.Abandon());
                yield decided.world().send(protocol.afterAbandon(task, instance, decided.answer()));
            }
            case Release(var taskIds, var instance) ->
                    world.decide(instance, new InstanceCommand.Release(taskIds)).world();
        };
    }

    private World reserve(Reserve reserve) {
        var asked = List.of(needs.get(reserve.task()));
        var decided =
                decide(reserve.instance(), new InstanceCommand.Reserve(asked, reserve.stopped()));
        return decided.answer().refused().isEmpty()
                ? decided.world().send(Set.of(new Launch(reserve.task(), reserve.instance())))
                : decided.world();
    }

    /** The launcher gives back the room where the task will not start. */
    private World launch(String task, String instance) {
        var decided = decide(task, new TaskCommand.Launch(Tasks.spec(task, instance)));
        return decided.answer() instanceof TaskAnswer.LaunchedOn(var where, _)
                        && where.equals(instance)
                ? decided.world()
                : decided.world().send(Set.of(new Release(Set.of(task), instance)));
    }

    private record Decided<A>(World world, A answer) {}

    private Decided<ReservationsGranted> decide(String instance, InstanceCommand command) {
        var state = instances.get(instance);
        var accepted = (Accepted<InstanceEvent>) INSTANCE.decide(state, command, Scenario.NOW);
        for (var event : accepted.events()) {
            state = INSTANCE.evolve(state, event);
        }
        var world = new World(instances.plus(instance, state), tasks, plans, inFlight, needs);
        return new Decided<>(world, (ReservationsGranted) accepted.answer());
    }

    private Decided<TaskAnswer> decide(String task, TaskCommand command) {
        var state = tasks.get(task);
        var accepted = (Accepted<TaskEvent>) TASK.decide(state, command, Scenario.NOW);
        for (var event : accepted.events()) {
            state = TASK.evolve(state, event);
        }
        var world = new World(instances, tasks.plus(task, state), plans, inFlight, needs);
        return new Decided<>(world, (TaskAnswer) accepted.answer());
    }
}
