package dev.berth.agent.task.run;

import dev.berth.agent.docker.ContainerDocument;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.DockerWatch;
import dev.berth.agent.docker.ListedContainer;
import dev.berth.agent.docker.OwnLabels;
import dev.berth.agent.docker.PortRange;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.image.HostImages;
import dev.berth.agent.task.launch.ContainerEnvironment;
import dev.berth.agent.task.launch.HostPortAllocator;
import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.plan.InvalidTaskException;
import dev.berth.agent.task.plan.PayloadCheck;
import dev.berth.agent.task.plan.TaskPlanner;
import dev.berth.agent.task.postmortem.PostMortemCollector;
import dev.berth.agent.task.postmortem.PostMortemSink;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.TaskEvolution;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskState;
import dev.berth.protocol.agent.BerthContainerDetails;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The tasks of one container instance on one Docker host.
 *
 * <p>Accepted tasks are on disk. Containers continue to run when the engine ends. A new engine with
 * the same store continues where the last one was, however it ended. It starts no container twice,
 * and stops a container only if the server requests it or an essential container has ended.
 * Thread-safe.
 */
public final class TaskEngine implements TaskControl, DockerWatch.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskEngine.class);
    private static final String REQUESTED = "Requested by the server";

    /**
     * The settings of an engine.
     *
     * @param instance the ARN of the container instance
     * @param cluster the configured cluster
     * @param reservedPorts host ports that are never chosen
     * @param stopTimeout the time between SIGTERM and SIGKILL for containers without a stopTimeout
     * @param pauseImage the image of a container that does nothing
     * @param cleanUpWait the time from the end of a task to the removal of its containers
     */
    public record Settings(
            String instance,
            String cluster,
            PortRange dynamicPorts,
            Set<Integer> reservedPorts,
            Duration stopTimeout,
            String pauseImage,
            Duration cleanUpWait) {}

    private final Settings settings;
    private final TaskHost host;
    private final TaskStore store;
    private final RunnerContext context;
    private final TaskCounts counts = new TaskCounts();
    private final Map<String, TaskRunner> runners = new ConcurrentHashMap<>();
    private final ReentrantLock accepting = new ReentrantLock();
    private final Strays strays = new Strays();
    private volatile Runnable changed = () -> {};
    private volatile ContainerEnvironment environment = ContainerEnvironment.NONE;

    public TaskEngine(
            Settings settings,
            DockerEngine docker,
            HostImages images,
            TaskStore store,
            ReportSink reports,
            PostMortemSink postMortems) {
        this.settings = settings;
        this.store = store;
        this.host =
                TaskHost.of(
                        docker,
                        images,
                        new HostPortAllocator(settings.dynamicPorts(), settings.reservedPorts()),
                        settings.pauseImage(),
                        new TaskHost.Settings(
                                settings.instance(), settings.cluster(), settings.stopTimeout()),
                        (task, container, mode) -> environment.of(task, container, mode));
        this.context =
                new RunnerContext(
                        host,
                        store,
                        new TaskPlanner(settings.cleanUpWait()),
                        reports,
                        postMortems,
                        new PostMortemCollector(docker),
                        counts,
                        InstantSource.system());
    }

    /** Recovers the tasks in the store. Call it first, once. */
    public void recover() throws IOException {
        var saved = store.load();
        for (var task : saved) {
            for (var container : task.containers()) {
                if (!container.isStopped()) {
                    host.ports().restore(task.arn(), container.ports());
                }
            }
        }
        saved.forEach(task -> begin(task, true));
        if (!saved.isEmpty()) {
            log.info("Recovered {} tasks", saved.size());
        }
    }

    /**
     * Accepts a task of a payload. When it returns, the task is on disk. A known task is only
     * stopped, and reported again in case the server has lost its reports; a stopped task is never
     * started again.
     *
     * @throws InvalidTaskException if the agent cannot run the task
     */
    public void accept(PayloadTask task, long seqNum)
            throws InvalidTaskException, IOException, InterruptedException {
        PayloadCheck.check(task);
        accepting.lock();
        try {
            var known = runners.get(task.arn());
            if (known == null) {
                var state = isToStop(task) ? unknown(task, seqNum) : planned(task, seqNum);
                saveNew(state);
                begin(state, false);
            } else if (isToStop(task) && !known.task().isToStop()) {
                tell(known, new TaskFact.StopRequested(REQUESTED, seqNum, Instant.now()));
            } else {
                tell(known, new TaskFact.AskedAgain(seqNum, Instant.now()));
            }
        } finally {
            accepting.unlock();
        }
    }

    /** A task that cannot be saved is not accepted, and its host ports are released. */
    private void saveNew(TaskState task) throws IOException {
        var saved = false;
        try {
            store.save(task);
            saved = true;
        } finally {
            if (!saved) {
                task.containers().forEach(c -> host.ports().release(task.arn(), c.ports()));
            }
        }
    }

    /** Stops a task if it is known and running. When it returns, the request is on disk. */
    public void stop(String arn) throws InterruptedException {
        var known = runners.get(arn);
        if (known != null) {
            tell(known, new TaskFact.StopRequested(REQUESTED, 0, Instant.now()));
        }
    }

    /** The ARNs of the tasks that should run. */
    public Set<String> running() {
        return runners.values().stream()
                .map(TaskRunner::task)
                .filter(task -> !task.isToStop())
                .map(TaskState::arn)
                .collect(Collectors.toSet());
    }

    /** Docker's name of a container, until its task is cleaned up. */
    public Optional<String> dockerName(String task, String container) {
        return task(task)
                .filter(state -> state.hasContainer(container))
                .map(state -> state.dockerName(container));
    }

    /** The images of all known tasks, including stopped ones. */
    public Set<String> images() {
        return runners.values().stream()
                .flatMap(runner -> runner.task().task().containers().stream())
                .map(PayloadContainer::image)
                .collect(Collectors.toSet());
    }

    /** Adds environment variables to containers that are created from now on. Call it first. */
    public void addToContainers(ContainerEnvironment more) {
        environment = more;
    }

    /**
     * Sets the listener that is called after every change of a task. There is one; it must be fast.
     */
    public void whenChanged(Runnable listener) {
        changed = listener;
    }

    public TaskCounts counts() {
        return counts;
    }

    /** All known tasks, including stopped tasks that are not cleaned up. */
    public List<TaskState> tasks() {
        return runners.values().stream().map(TaskRunner::task).toList();
    }

    /** A known task. */
    public Optional<TaskState> task(String arn) {
        return Optional.ofNullable(runners.get(arn)).map(TaskRunner::task);
    }

    @Override
    public Optional<List<BerthContainerDetails>> examine(String arn) throws InterruptedException {
        var known = task(arn);
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(context.collector().of(known.get()));
    }

    /** The highest sequence number of an accepted payload. */
    public long highestSeqNum() {
        return runners.values().stream().mapToLong(r -> r.task().seqNum()).max().orElse(0);
    }

    @Override
    public void changed(String task, String container) {
        var runner = runners.get(task);
        if (runner != null) {
            runner.recheck(container);
        }
    }

    /** Compares the containers in Docker with the tasks, and inspects every difference. */
    @Override
    public boolean relist() throws DockerRefusal, DockerUncertain, InterruptedException {
        // Tasks that arrive while Docker lists containers are not strays; earlier tasks are known.
        var known = Map.copyOf(runners);
        var listed = host.docker().list(OwnLabels.INSTANCE, settings.instance());
        var alive =
                listed.stream()
                        .filter(ListedContainer::running)
                        .map(c -> c.task() + " " + c.container())
                        .collect(Collectors.toSet());
        var agreed = true;
        for (var runner : known.values()) {
            var task = runner.task();
            for (var container : task.containers()) {
                if (container.isRunning() != alive.contains(task.arn() + " " + container.name())) {
                    runner.recheck(container.name());
                    agreed = false;
                }
            }
        }
        strays.note(
                listed.stream()
                        .filter(c -> !runners.containsKey(c.task()))
                        .collect(Collectors.groupingBy(ListedContainer::task)));
        return agreed;
    }

    @Override
    public void recheckRunning() {
        for (var runner : runners.values()) {
            runner.task().containers().stream()
                    .filter(ContainerState::isRunning)
                    .forEach(c -> runner.recheck(c.name()));
        }
    }

    @Override
    public void close() {
        runners.values().forEach(TaskRunner::close);
    }

    private static void tell(TaskRunner runner, TaskFact fact) throws InterruptedException {
        try {
            runner.tell(fact).get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the task did not accept the message", e.getCause());
        }
    }

    private TaskState planned(PayloadTask task, long seqNum) {
        var ports = new HashMap<String, List<PublishedPort>>();
        for (var container : task.containers()) {
            ports.put(
                    container.name(),
                    ContainerDocument.publishesPorts(task, container)
                            ? host.ports().choose(task.arn(), container.portMappings())
                            : List.of());
        }
        return TaskState.toRun(task, seqNum, ports);
    }

    /**
     * An unknown task that must stop. Containers with its label are stopped, because the server
     * requests it.
     */
    private TaskState unknown(PayloadTask task, long seqNum) {
        var containers =
                strays.of(task.arn()).stream()
                        .map(c -> ContainerState.found(c.container(), c.id()))
                        .toList();
        var state = TaskState.unknown(PayloadTask.stop(task.arn()), seqNum, containers);
        return TaskEvolution.evolve(
                state, new TaskFact.StopRequested(REQUESTED, seqNum, Instant.now()));
    }

    private void begin(TaskState task, boolean recovered) {
        var runner =
                new TaskRunner(
                        context, task, () -> changed.run(), () -> runners.remove(task.arn()));
        runners.put(task.arn(), runner);
        runner.start(recovered);
    }

    private static boolean isToStop(PayloadTask task) {
        return "STOPPED".equals(task.desiredStatus());
    }
}
