package dev.berth.agent.task.plan;

import static dev.berth.agent.task.Payloads.container;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.docker.ContainerInspection;
import dev.berth.agent.docker.ContainerInspection.Absent;
import dev.berth.agent.docker.ContainerInspection.Created;
import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.agent.docker.ContainerInspection.Running;
import dev.berth.agent.task.Payloads;
import dev.berth.agent.task.state.TaskEvolution;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskPostMortem;
import dev.berth.agent.task.state.TaskState;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.task.state.UnsavedChange;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rules and planner in a small world of their own, in which answers get lost, containers end by
 * themselves, the server asks for a stop, and the agent dies and comes back with what was written
 * down. Whatever happens, no container is started twice, none is stopped without a reason, nothing
 * moves back, and everything comes to an end that is reported once and in order.
 */
class TaskWorldTest {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final int STEPS = 400;

    /** What Docker really has. */
    private final Map<String, ContainerInspection> docker = new HashMap<>();

    private final Map<String, Integer> starts = new HashMap<>();
    private final List<TaskStateReport> reported = new ArrayList<>();
    private final Set<String> busy = new HashSet<>();
    private final Set<String> doubtful = new HashSet<>();
    private final TaskPlanner planner = new TaskPlanner(Duration.ofDays(1));
    private Random random;
    private boolean stopAsked;
    private TaskState task;

    /** What is on disk. */
    private TaskState saved;

    private Instant now = Instant.parse("2026-11-22T08:00:00Z");

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
    void safetyHoldsWhateverHappens(int block) {
        for (int seed = block * 200; seed < (block + 1) * 200; seed++) {
            run(seed);
        }
    }

    private void run(int seed) {
        random = new Random(seed);
        List.of(docker, starts).forEach(Map::clear);
        List.of(reported, busy, doubtful).forEach(java.util.Collection::clear);
        stopAsked = false;
        task =
                TaskState.toRun(
                        Payloads.task(
                                container("a").build(),
                                container("b").build(),
                                container("c").dispensable().build()),
                        1,
                        Map.of());
        saved = task;
        for (int step = 0; step < STEPS && !task.isSettled(); step++) {
            now = now.plusMillis(1);
            switch (random.nextInt(20)) {
                case 0 -> crash();
                case 1 -> containerEnds();
                case 2 -> {
                    if (random.nextInt(4) == 0) {
                        stopAsked = true;
                        learn(new TaskFact.StopRequested("asked", 2, now));
                    }
                }
                default -> act();
            }
        }
        calmDown();
        assertThat(task.isSettled()).as("seed %d settles: %s", seed, task).isTrue();
        assertThat(starts.values()).as("seed %d", seed).allMatch(n -> n == 1);
        assertThat(docker.values()).as("seed %d", seed).noneMatch(Running.class::isInstance);
        assertThat(reported.getLast().status()).isEqualTo(TaskStatus.STOPPED);
        assertThat(reported.stream().map(TaskStateReport::status).distinct().toList())
                .as("seed %d: in order", seed)
                .isSubsetOf(TaskStatus.NONE, TaskStatus.RUNNING, TaskStatus.STOPPED)
                .isSorted();
    }

    /** Nothing unforeseen happens any more, and the server wants the task stopped. */
    private void calmDown() {
        stopAsked = true;
        learn(new TaskFact.StopRequested("asked", 2, now));
        for (int step = 0; step < STEPS && !task.isSettled(); step++) {
            now = now.plusMillis(1);
            for (var action : plan()) {
                carryOut(action, false);
            }
        }
    }

    private List<TaskAction> plan() {
        return planner.plan(task, new TaskPlanner.Ongoing(busy, doubtful, false, false), now);
    }

    private void act() {
        var actions = plan();
        if (!actions.isEmpty()) {
            carryOut(actions.get(random.nextInt(actions.size())), true);
        }
    }

    /**
     * @param faults whether Docker may fail to answer, before or after it has done what it was
     *     asked for
     */
    private void carryOut(TaskAction action, boolean faults) {
        switch (action) {
            case TaskAction.EnsureImage(var name) -> {
                if (faults && random.nextInt(10) == 0) {
                    learn(new TaskFact.Failed(name, "CannotPullContainerError: no", now));
                } else {
                    learn(new TaskFact.ImageReady(name, null, now, now));
                }
            }
            case TaskAction.Launch(var name) -> launch(name, faults);
            case TaskAction.Inspect(var name) -> {
                doubtful.remove(name);
                learn(new TaskFact.Seen(name, sighting(name), now));
            }
            case TaskAction.Stop(var name) -> {
                assertThat(task.isToStop()).as("stops only with a reason").isTrue();
                if (sighting(name) instanceof Running(var id, var owner, var since, _)) {
                    docker.put(name, new Exited(id, owner, since, now, 143, false));
                }
                learn(new TaskFact.Seen(name, sighting(name), now));
            }
            case TaskAction.Refuse(var name, var reason) ->
                    learn(new TaskFact.Failed(name, reason, now));
            case TaskAction.Restart _ -> throw new AssertionError("there is no restart policy");
            case TaskAction.GiveUp(var name) -> learn(new TaskFact.NotStarted(name, now));
            case TaskAction.Report(var report) -> {
                reported.add(report);
                if (!faults || random.nextInt(4) > 0) {
                    learn(new TaskFact.Reported(report, now));
                }
            }
            case TaskAction.Examine _ ->
                    learn(new TaskFact.Examined(new TaskPostMortem(List.of(), false), now));
            case TaskAction.TellPostMortem _ -> learn(new TaskFact.PostMortemTaken(now));
            case TaskAction.CleanUp _ -> throw new AssertionError("too early");
        }
    }

    /** As ContainerLaunch does it: the name tells whether there was an attempt before. */
    private void launch(String name, boolean faults) {
        assertThat(task.isToStop()).as("starts nothing that is to stop").isFalse();
        var mishap = faults ? random.nextInt(8) : 8;
        if (mishap == 0) {
            doubtful.add(name);
            return;
        }
        var present = sighting(name);
        if (present instanceof Running || present instanceof Exited) {
            learn(new TaskFact.Seen(name, present, now));
            return;
        }
        docker.put(name, new Created("id-" + name, task.arn(), "", Set.of()));
        if (mishap == 1) {
            doubtful.add(name);
            return;
        }
        if (mishap == 2) {
            learn(new TaskFact.Failed(name, "CannotStartContainerError: no", now));
            return;
        }
        docker.put(name, new Running("id-" + name, task.arn(), now));
        starts.merge(name, 1, Integer::sum);
        if (mishap == 3) {
            doubtful.add(name);
            return;
        }
        learn(new TaskFact.Seen(name, sighting(name), now));
    }

    private void containerEnds() {
        var name = NAMES.get(random.nextInt(NAMES.size()));
        if (sighting(name) instanceof Running(var id, var owner, var since, _)) {
            docker.put(name, new Exited(id, owner, since, now, random.nextInt(3), false));
            doubtful.add(name); // the event stream says so
        }
    }

    /** What was written down is what is left; everything that was begun may have changed. */
    private void crash() {
        busy.clear();
        doubtful.clear();
        task = saved;
        task.containers().stream().filter(c -> !c.isStopped()).forEach(c -> doubtful.add(c.name()));
    }

    private ContainerInspection sighting(String name) {
        return docker.getOrDefault(name, new Absent());
    }

    private void learn(TaskFact fact) {
        var next = TaskEvolution.evolve(task, fact);
        for (var container : next.containers()) {
            var was = task.container(container.name());
            assertThat(container.phase()).as("moves forward").isGreaterThanOrEqualTo(was.phase());
            if (was.isStopped()) {
                assertThat(container.exitCode()).isEqualTo(was.exitCode());
            }
        }
        if (task.isToStop()) {
            assertThat(next.stopCause()).isEqualTo(task.stopCause());
        } else if (next.isToStop()) {
            var essentialEnd =
                    next.containers().stream()
                            .anyMatch(c -> c.isStopped() && next.isEssential(c.name()));
            assertThat(stopAsked || essentialEnd).as("stops for a reason").isTrue();
        }
        task = next;
        if (!UnsavedChange.canBeFoundAgain(saved, next)) {
            saved = next;
        }
    }
}
