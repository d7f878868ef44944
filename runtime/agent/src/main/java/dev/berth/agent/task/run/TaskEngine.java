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
 * <p>What it has accepted is on disk. Its containers outlive it; an engine that is made with the
 * same store goes on where the last one was, however that one ended. It starts no container twice,
 * and it stops none unless the server or the end of an essential container says so. Thread-safe.
 */
public final class TaskEngine implements TaskControl, DockerWatch.Listener, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TaskEngine.class);
    private static final String REQUESTED = "The server asked for it";

    /**
     * How an engine is set up.
     *
     * @param instance the ARN of the container instance
     * @param cluster as the agent was configured with
     * @param reservedPorts host ports that are never chosen
     * @param stopTimeout between SIGTERM and SIGKILL where a container says nothing of its own
     * @param pauseImage of a container that does nothing
     * @param cleanUpWait from the end of a task to the removal of its containers
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

    /** Takes up the tasks that the store holds. Call it first, once. */
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
     * Takes over what a payload says about a task. When it returns, that is on disk. A task that is
     * known is only ever told to stop, and reported once more in case the server has forgotten; one
     * that has stopped is never run again.
     *
     * @throws InvalidTaskException the agent can do nothing with it
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

    /** A task that cannot be saved is not taken over, and its host ports are free again. */
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

    /** Stops a task, if it is known and runs. When it returns, the intent is on disk. */
    public void stop(String arn) throws InterruptedException {
        var known = runners.get(arn);
        if (known != null) {
            tell(known, new TaskFact.StopRequested(REQUESTED, 0, Instant.now()));
        }
    }

    /** The ARNs of the tasks that are to run. */
    public Set<String> running() {
        return runners.values().stream()
                .map(TaskRunner::task)
                .filter(task -> !task.isToStop())
                .map(TaskState::arn)
                .collect(Collectors.toSet());
    }

    /** Docker's name for a container, while something of its task is left. */
    public Optional<String> dockerName(String task, String container) {
        return task(task)
                .filter(state -> state.hasContainer(container))
                .map(state -> state.dockerName(container));
    }

    /** The images that its tasks were made from, those that have ended too. */
    public Set<String> images() {
        return runners.values().stream()
                .flatMap(runner -> runner.task().task().containers().stream())
                .map(PayloadContainer::image)
                .collect(Collectors.toSet());
    }

    /** Gives containers that are made from now on more of an environment. Call it first. */
    public void addToContainers(ContainerEnvironment more) {
        environment = more;
    }

    /**
     * Sets the listener that is called after every change of a task. There is one; it must be
     * quick.
     */
    public void whenChanged(Runnable listener) {
        changed = listener;
    }

    public TaskCounts counts() {
        return counts;
    }

    /** Everything that is known of the tasks, those that ended and are not cleaned up too. */
    public List<TaskState> tasks() {
        return runners.values().stream().map(TaskRunner::task).toList();
    }

    /** What is known of a task. */
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

    /** The highest number of a payload that was taken over. */
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

    /** Compares what Docker has with what the tasks say, and has every difference inspected. */
    @Override
    public boolean relist() throws DockerRefusal, DockerUncertain, InterruptedException {
        // Tasks that come while Docker is listing are no strays, and those before it are all here.
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
            throw new IllegalStateException("the task did not take it over", e.getCause());
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
     * A task to stop that nothing is known of. Containers that carry its label are stopped with it:
     * the server says so.
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
