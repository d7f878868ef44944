package dev.berth.agent.task;

import dev.berth.agent.retry.Backoff;
import dev.berth.agent.task.ContainerWork.Outcome;
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
 * Runs one task: folds what happens into its state, writes that down, and only then acts on it. One
 * thread folds, writes and plans; each action has a thread of its own and comes back with facts.
 */
final class TaskRunner {
    private static final Logger log = LoggerFactory.getLogger(TaskRunner.class);

    private final DockerHost host;
    private final TaskStore store;
    private final ReportSink reports;
    private final PostMortemSink postMortems;
    private final TaskPlanner planner;
    private final Runnable changed;
    private final Runnable forget;
    private final LinkedBlockingQueue<News> inbox = new LinkedBlockingQueue<>();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final Map<String, ContainerWork> working = new HashMap<>();
    private final Set<String> doubtful = new HashSet<>();
    private final LaunchAttempts attempts = new LaunchAttempts();
    private boolean reporting;
    private Thread examining;
    private boolean over;
    private volatile TaskState task;
    private volatile boolean closed;
    private volatile boolean ended;

    /**
     * @param task as it lies in the store already
     * @param changed called whenever the task is another than before
     * @param forget called when nothing of the task is left
     */
    TaskRunner(
            DockerHost host,
            TaskStore store,
            ReportSink reports,
            PostMortemSink postMortems,
            TaskPlanner planner,
            TaskState task,
            Runnable changed,
            Runnable forget) {
        this.host = host;
        this.store = store;
        this.reports = reports;
        this.postMortems = postMortems;
        this.planner = planner;
        this.task = task;
        this.changed = changed;
        this.forget = forget;
    }

    TaskState task() {
        return task;
    }

    /**
     * Begins to run the task.
     *
     * @param recovered the agent was away meanwhile, so that every container may have changed
     */
    void start(boolean recovered) {
        if (recovered) {
            task.containers().stream()
                    .filter(c -> c.phase() == ContainerPhase.READY || c.isRunning())
                    .forEach(c -> doubtful.add(c.name()));
        }
        spawn("task " + task.id(), this::run);
    }

    /** Adds a fact; the future completes when it has been written down. */
    CompletableFuture<Void> tell(TaskFact fact) {
        var written = new CompletableFuture<Void>();
        inbox.add(new News.Told(fact, written));
        if (ended) { // nobody reads the inbox any more, and there is nothing left to write
            written.complete(null);
        }
        return written;
    }

    /** A container may have changed: ask Docker. */
    void doubt(String container) {
        inbox.add(new News.Doubted(container));
    }

    /** Lets go of everything at once, as a crash would; containers stay as they are. */
    void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
    }

    private void run() throws InterruptedException {
        act();
        while (!over) {
            var arrived = await();
            var next = task;
            for (var news : arrived) {
                next = fold(next, news);
            }
            write(next);
            arrived.forEach(News::confirm);
            act();
        }
        forget.run();
        ended = true;
        inbox.forEach(News::confirm);
    }

    /** What has arrived, at least one thing unless there is something to do without it. */
    private List<News> await() throws InterruptedException {
        var arrived = new ArrayList<News>();
        var now = Instant.now();
        var wakeAt = planner.wakeAt(task, working.isEmpty(), now);
        var first =
                wakeAt == null
                        ? inbox.take()
                        : inbox.poll(
                                Math.max(1, Duration.between(now, wakeAt).toMillis()),
                                TimeUnit.MILLISECONDS);
        if (first != null) {
            arrived.add(first);
            inbox.drainTo(arrived);
        }
        return arrived;
    }

    private TaskState fold(TaskState state, News news) {
        return switch (news) {
            case News.Told(var fact, _) -> TaskEvolution.evolve(state, fact);
            case News.Doubted(var container) -> {
                if (state.hasContainer(container)) {
                    doubtful.add(container);
                }
                yield state;
            }
            case News.WorkDone(var container, var outcome) -> {
                working.remove(container);
                if (outcome.doubtful()) {
                    doubtful.add(container);
                }
                var next = state;
                for (var fact : outcome.facts()) {
                    next = TaskEvolution.evolve(next, fact);
                }
                yield next;
            }
            case News.Delivered(var fact) -> {
                reporting = false;
                yield TaskEvolution.evolve(state, fact);
            }
            case News.Examined(var fact) -> {
                examining = null;
                yield TaskEvolution.evolve(state, fact);
            }
        };
    }

    /** Nothing is acted on before it is on disk, so this goes on until it is. */
    private void write(TaskState next) throws InterruptedException {
        if (next.equals(task)) {
            return;
        }
        var backoff = Backoff.seconds();
        while (true) {
            try {
                store.save(next);
                break;
            } catch (ClosedByInterruptException e) {
                throw new InterruptedException("closed while writing");
            } catch (IOException e) {
                log.error("Cannot write the state of the task; trying again. {}", e.toString());
                backoff.pause();
            }
        }
        TaskLog.changed(task, next);
        host.counts().changed(task, next);
        next.containers().stream()
                .filter(ContainerState::isStopped)
                .forEach(c -> host.ports().release(next.arn(), c.ports()));
        task = next;
        changed.run();
    }

    private void act() throws InterruptedException {
        if (task.isToStop()) {
            working.values().forEach(ContainerWork::cancel);
        }
        var ongoing =
                new TaskPlanner.Ongoing(working.keySet(), doubtful, reporting, examining != null);
        for (var action : planner.plan(task, ongoing, Instant.now())) {
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
                    if (examining != null) { // nobody took it for a day
                        examining.interrupt();
                    }
                    new TaskCleanUp(host, store).run(task);
                    over = true;
                }
                case TaskAction.OnContainer onContainer -> work(onContainer);
            }
        }
    }

    private void work(TaskAction.OnContainer action) {
        var container = action.container();
        // Cleared before Docker is asked: whatever happens from now on raises the doubt again.
        doubtful.remove(container);
        var work = new ContainerWork(host, task, container, attempts);
        working.put(container, work);
        spawn(
                "container " + task.id() + " " + container,
                () -> inbox.add(new News.WorkDone(container, carryOut(work, action))));
    }

    private static Outcome carryOut(ContainerWork work, TaskAction.OnContainer action)
            throws InterruptedException {
        try {
            return work.carryOut(action);
        } catch (RuntimeException e) {
            log.error("{} failed in a way that was not foreseen", action, e);
            Thread.sleep(1000); // so that a lasting fault does not spin
            return Outcome.DOUBTFUL;
        }
    }

    private void deliver(TaskReport report) throws InterruptedException {
        if (report.status() == TaskStatus.STOPPED) {
            new SharedNamespaces(host, task.task(), task.id()).end();
        }
        reports.deliver(report);
        inbox.add(new News.Delivered(new TaskFact.Reported(report, Instant.now())));
    }

    private void examine() throws InterruptedException {
        var found = new PostMortem(host.examiner().of(task), false);
        inbox.add(new News.Examined(new TaskFact.Examined(found, Instant.now())));
    }

    private void tell(PostMortem found) throws InterruptedException {
        postMortems.deliver(task.arn(), found);
        inbox.add(new News.Examined(new TaskFact.PostMortemTaken(Instant.now())));
    }

    /** Work that an interrupt ends. */
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
                                        // The agent closes; the next finds again what was begun.
                                    } finally {
                                        threads.remove(Thread.currentThread());
                                    }
                                });
        threads.add(thread);
        thread.start();
        return thread;
    }
}
