package dev.berth.agent.task.run;

import dev.berth.agent.retry.Backoff;
import dev.berth.agent.task.launch.LaunchAttempts;
import dev.berth.agent.task.launch.SharedNamespaces;
import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.plan.ActionOutcome;
import dev.berth.agent.task.plan.TaskAction;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskEvolution;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskPostMortem;
import dev.berth.agent.task.state.TaskState;
import dev.berth.agent.task.state.TaskStateReport;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.task.state.UnsavedChange;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one task: folds messages into its state, saves the state, and only then acts. One thread
 * folds, saves and plans; each action has its own thread and returns facts.
 */
final class TaskRunner {
    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);

    private final RunnerContext context;
    private final TaskHost host;
    private final Runnable changed;
    private final Runnable forget;
    private final LinkedBlockingQueue<RunnerMessage> inbox = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Map<String, ContainerWork> working = new HashMap<>();
    private final Set<String> unverified = new HashSet<>();
    private final LaunchAttempts attempts = new LaunchAttempts();
    private boolean reporting;
    private Thread examining;
    private Instant planned;
    private TaskState saved;
    private volatile boolean over;
    private boolean failed;
    private volatile TaskState task;
    private volatile boolean closed;
    private volatile boolean ended;

    /**
     * @param task the saved state of the task
     * @param changed called whenever the task has changed
     * @param forget called when the task is cleaned up
     */
    TaskRunner(RunnerContext context, TaskState task, Runnable changed, Runnable forget) {
        this.context = context;
        this.host = context.host();
        this.task = task;
        this.saved = task;
        this.changed = changed;
        this.forget = forget;
    }

    TaskState task() {
        return task;
    }

    /**
     * Starts running the task.
     *
     * @param recovered whether the agent was not running meanwhile, so that every container may
     *     have changed
     */
    void start(boolean recovered) {
        if (recovered) {
            task.containers().stream()
                    .filter(c -> !c.isStopped())
                    .forEach(c -> unverified.add(c.name()));
        }
        spawn("task " + task.id(), this::run);
    }

    /** Adds a fact. The future completes when the fact is saved. */
    CompletableFuture<Void> tell(TaskFact fact) {
        var written = new CompletableFuture<Void>();
        inbox.add(new RunnerMessage.Fact(fact, written));
        if (ended) { // the inbox is not read any more
            inbox.forEach(this::endUnread);
        }
        return written;
    }

    /** A container may have changed: inspects it. */
    void recheck(String container) {
        inbox.add(new RunnerMessage.Recheck(container));
    }

    /** Ends every thread at once, as in a crash. Containers are not changed. */
    void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private void run() throws InterruptedException {
        var arrived = List.<RunnerMessage>of();
        try {
            tryToAct();
            while (!over) {
                arrived = await();
                var next = task;
                for (var message : arrived) {
                    next = tryToFold(next, message);
                }
                write(next);
                arrived.forEach(RunnerMessage::confirm);
                tryToAct();
            }
            forget.run();
        } finally {
            ended = true;
            arrived.forEach(this::endUnread);
            inbox.forEach(this::endUnread);
        }
    }

    /** The task has ended, or the agent is closing. */
    private void endUnread(RunnerMessage message) {
        if (over) {
            message.confirm();
        } else {
            message.fail(new IllegalStateException("the task runner has ended"));
        }
    }

    /** A message that cannot be handled is dropped; the task continues. */
    private TaskState tryToFold(TaskState state, RunnerMessage message) {
        try {
            return fold(state, message);
        } catch (RuntimeException e) {
            log.error("A message failed unexpectedly: {}", message.getClass().getSimpleName(), e);
            message.fail(e);
            return state;
        }
    }

    /** After a failure the task is planned again a moment later. */
    private void tryToAct() throws InterruptedException {
        try {
            act();
            failed = false;
        } catch (RuntimeException e) {
            log.error("Planning the task failed unexpectedly; trying again", e);
            failed = true;
        }
    }

    /** The messages that have arrived. Waits for at least one unless an action is due. */
    private List<RunnerMessage> await() throws InterruptedException {
        var arrived = new ArrayList<RunnerMessage>();
        var now = context.clock().instant();
        var wakeAt =
                failed
                        ? now.plus(AFTER_FAILURE)
                        : context.planner().wakeAt(task, working.isEmpty(), planned);
        var first =
                wakeAt == null
                        ? inbox.take()
                        : inbox.poll(Duration.between(now, wakeAt).toNanos(), TimeUnit.NANOSECONDS);
        if (first != null) {
            arrived.add(first);
            inbox.drainTo(arrived);
        }
        return arrived;
    }

    private TaskState fold(TaskState state, RunnerMessage message) {
        return switch (message) {
            case RunnerMessage.Fact(var fact, _) -> TaskEvolution.evolve(state, fact);
            case RunnerMessage.Recheck(var container) -> {
                if (state.hasContainer(container)) {
                    unverified.add(container);
                }
                yield state;
            }
            case RunnerMessage.WorkDone(var container, var outcome) -> {
                working.remove(container);
                if (outcome.unverified()) {
                    unverified.add(container);
                }
                var next = state;
                for (var fact : outcome.facts()) {
                    next = TaskEvolution.evolve(next, fact);
                }
                yield next;
            }
            case RunnerMessage.Delivered(var fact) -> {
                reporting = false;
                yield TaskEvolution.evolve(state, fact);
            }
            case RunnerMessage.Examined(var fact) -> {
                examining = null;
                yield TaskEvolution.evolve(state, fact);
            }
        };
    }

    private void write(TaskState next) throws InterruptedException {
        if (next.equals(task)) {
            return;
        }
        if (!UnsavedChange.canBeFoundAgain(saved, next)) {
            save(next);
        }
        var before = task;
        task = next;
        try {
            TaskLog.changed(before, next);
            context.counts().changed(before, next);
            next.containers().stream()
                    .filter(ContainerState::isStopped)
                    .forEach(c -> host.ports().release(next.arn(), c.ports()));
            changed.run();
        } catch (RuntimeException e) {
            log.error("A listener for changes failed", e);
        }
    }

    /** Retries until the state is on disk, because nothing is executed before. */
    private void save(TaskState next) throws InterruptedException {
        var backoff = Backoff.seconds();
        while (true) {
            try {
                context.store().save(next);
                saved = next;
                return;
            } catch (ClosedByInterruptException e) {
                throw new InterruptedException("closed while writing");
            } catch (IOException | RuntimeException e) {
                log.error("Saving the state of the task failed; retrying. {}", e.toString());
                backoff.pause();
            }
        }
    }

    private void act() throws InterruptedException {
        if (task.isToStop()) {
            working.values().forEach(ContainerWork::cancel);
        }
        var ongoing =
                new TaskPlanner.Ongoing(working.keySet(), unverified, reporting, examining != null);
        planned = context.clock().instant();
        for (var action : context.planner().plan(task, ongoing, planned)) {
            switch (action) {
                case TaskAction.Report(var report) -> {
                    reporting = true;
                    spawn("report " + task.id(), () -> deliver(report));
                }
                case TaskAction.Examine _ ->
                        examining = spawn("examine " + task.id(), this::examine);
                case TaskAction.TellPostMortem(var found) ->
                        examining = spawn("post-mortem " + task.id(), () -> tell(found));
                case TaskAction.CleanUp _ -> {
                    if (examining != null) { // the server did not accept it for a day
                        examining.interrupt();
                    }
                    new TaskCleanUp(host, context.store()).run(task);
                    over = true;
                }
                case TaskAction.OnContainer onContainer -> work(onContainer);
            }
        }
    }

    private void work(TaskAction.OnContainer action) {
        var container = action.container();
        // Cleared before Docker is called: later changes set it again.
        unverified.remove(container);
        var work = new ContainerWork(host, task, container, attempts);
        working.put(container, work);
        spawn(
                "container " + task.id() + " " + container,
                () -> inbox.add(new RunnerMessage.WorkDone(container, carryOut(work, action))));
    }

    private static ActionOutcome carryOut(ContainerWork work, TaskAction.OnContainer action)
            throws InterruptedException {
        try {
            return work.carryOut(action);
        } catch (RuntimeException e) {
            log.error("{} failed unexpectedly", action, e);
            Thread.sleep(1000); // so that a permanent failure does not cause a busy loop
            return ActionOutcome.UNKNOWN;
        }
    }

    private void deliver(TaskStateReport report) throws InterruptedException {
        if (report.status() == TaskStatus.STOPPED) {
            new SharedNamespaces(host, task.task(), task.id()).end();
        }
        context.reports().deliver(report);
        inbox.add(new RunnerMessage.Delivered(new TaskFact.Reported(report, Instant.now())));
    }

    private void examine() throws InterruptedException {
        var found = new TaskPostMortem(context.collector().of(task), false);
        inbox.add(new RunnerMessage.Examined(new TaskFact.Examined(found, Instant.now())));
    }

    private void tell(TaskPostMortem found) throws InterruptedException {
        context.postMortems().deliver(task.arn(), found);
        inbox.add(new RunnerMessage.Examined(new TaskFact.PostMortemTaken(Instant.now())));
    }

    /** Work that can be interrupted. */
    private interface Body {
        void run() throws InterruptedException;
    }

    private Thread spawn(String name, Body body) {
        var thread =
                Thread.ofVirtual()
                        .name(name)
                        .unstarted(
                                () -> {
                                    TaskLog.about(task, host);
                                    try {
                                        if (!closed) {
                                            body.run();
                                        }
                                    } catch (InterruptedException e) {
                                        // The agent is closing; the next one continues.
                                    } finally {
                                        threads.remove(Thread.currentThread());
                                    }
                                });
        threads.add(thread);
        thread.start();
        return thread;
    }
}
