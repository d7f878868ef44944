package dev.berth.domain.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Aggregate;
import dev.berth.domain.Decider;
import dev.berth.domain.Decision.Accepted;
import dev.berth.domain.HostPort;
import dev.berth.domain.Scenario;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceAnswer.ReservationsGranted;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.instance.InstanceReconciler;
import dev.berth.domain.instance.Instances;
import dev.berth.domain.instance.Reservation;
import dev.berth.domain.instance.Resources;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.Task.LastStatus;
import dev.berth.domain.task.TaskAnswer;
import dev.berth.domain.task.TaskCommand;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.task.Tasks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the deciders accept, in whatever order they are asked, passes the check. */
class DecidedHistoriesTest {

    private static final int HISTORIES = 100;
    private static final int STEPS = 300;
    private static final long SEED = Long.getLong("berth.test.seed", 7070);

    @Test
    void whatTheDecidersDecidedIsFine() {
        var rows = 0;
        var twice = 0L;
        for (var seed = SEED; seed < SEED + HISTORIES; seed++) {
            var history = new History(seed);
            for (var step = 0; step < STEPS; step++) {
                history.step();
            }
            var result = history.journal.checked();
            assertThat(result.findings()).as("with seed %d", seed).isEmpty();
            rows += history.journal.size();
            twice += result.reservedTwice();
        }
        assertThat(rows).as("rows that were made at all").isGreaterThan(HISTORIES * 50);
        assertThat(twice).as("retries that met an old reservation").isPositive();
    }

    /** Three instances, and launchers and agents that do their part, crash, or do it twice. */
    private static final class History {
        private static final InstanceDecider INSTANCE = new InstanceDecider();
        private static final TaskDecider TASK = new TaskDecider();

        private final Journal journal = new Journal();
        private final Random random;
        private final Map<String, ContainerInstance> instances = new HashMap<>();
        private final Map<String, Task> tasks = new HashMap<>();
        private final List<String> ids = new ArrayList<>();
        private int lastPort = 32_768;

        History(long seed) {
            random = new Random(seed);
        }

        void step() {
            var instance = "i" + random.nextInt(1, 4);
            var known = ids.isEmpty() ? newId() : ids.get(random.nextInt(ids.size()));
            switch (random.nextInt(12)) {
                case 0 -> register(instance);
                case 1, 2, 3 -> place(newId(), instance);
                case 4 -> place(known, instance); // a call that is repeated
                case 5, 6 -> report(known, LastStatus.RUNNING);
                case 7 -> report(known, LastStatus.STOPPED);
                case 8 -> decide(known, new TaskCommand.Stop(StopCode.USER_INITIATED, "enough"));
                case 9 -> giveBack(instance);
                case 10 -> giveUp(known, instance);
                default -> {
                    if (random.nextInt(10) == 0) {
                        takeAway(instance);
                    }
                }
            }
        }

        private String newId() {
            ids.add("t" + ids.size());
            return ids.getLast();
        }

        private void register(String instance) {
            var resources =
                    new Resources(
                            random.nextInt(2_000), random.nextInt(2_000), Instances.ports(22));
            decide(instance, Instances.register(instance, resources));
        }

        /** Sometimes it crashes between the reservation and the launch. */
        private void place(String task, String instance) {
            var ports =
                    random.nextInt(3) == 0
                            ? Instances.ports(random.nextInt(20, 26))
                            : Set.<HostPort>of();
            var ask = new Reservation(task, random.nextInt(400), random.nextInt(400), ports, null);
            var answer = decide(instance, Instances.reserve(ask));
            var isGranted = answer instanceof ReservationsGranted(var refused) && refused.isEmpty();
            if (!isGranted || random.nextInt(5) == 0) {
                return;
            }
            var told = decide(task, new TaskCommand.Launch(Tasks.spec(task, instance)));
            if (!(told instanceof TaskAnswer.LaunchedOn(var where, _)) || !where.equals(instance)) {
                decide(instance, new InstanceCommand.Release(Set.of(task)));
            }
        }

        private void report(String task, LastStatus status) {
            var container =
                    status == LastStatus.STOPPED
                            ? Tasks.exited("main", 0)
                            : Tasks.running("main", lastPort++);
            decide(task, new TaskCommand.Report(Tasks.report(status, container)));
        }

        private void giveBack(String instance) {
            if (instances.get(instance) instanceof ContainerInstance.Registered registered) {
                for (var task : registered.reservations().keySet()) {
                    if (tasks.get(task) instanceof Task.Stopped) {
                        decide(instance, new InstanceCommand.Release(Set.of(task)));
                    }
                }
            }
        }

        private void giveUp(String task, String instance) {
            var answer = decide(task, new TaskCommand.Abandon());
            if (InstanceReconciler.releases((TaskAnswer) answer, instance)) {
                decide(instance, new InstanceCommand.Release(Set.of(task)));
            }
        }

        private void takeAway(String instance) {
            decide(instance, new InstanceCommand.Deregister(true, Set.of()));
            for (var task : ids) {
                if (tasks.get(task) instanceof Task.Active active
                        && active.spec().instanceId().equals(instance)) {
                    decide(task, new TaskCommand.Orphan("taken away"));
                }
            }
        }

        private Aggregate.Answer decide(String instance, InstanceCommand command) {
            var state = instances.getOrDefault(instance, INSTANCE.initial());
            return decide(
                    INSTANCE,
                    "ContainerInstance|default/" + instance,
                    state,
                    command,
                    instances,
                    instance);
        }

        private Aggregate.Answer decide(String task, TaskCommand command) {
            var state = tasks.getOrDefault(task, TASK.initial());
            return decide(TASK, "Task|default/" + task, state, command, tasks, task);
        }

        private <C extends Aggregate.Command, E extends Aggregate.Event, S extends Aggregate.State>
                Aggregate.Answer decide(
                        Decider<C, E, S> decider,
                        String aggregate,
                        S state,
                        C command,
                        Map<String, S> states,
                        String id) {
            if (!(decider.decide(state, command, Scenario.NOW)
                    instanceof Accepted<E>(var events, var answer))) {
                return null;
            }
            for (var event : events) {
                state = decider.evolve(state, event);
                journal.row(aggregate, event);
            }
            states.put(id, state);
            return answer;
        }
    }
}
