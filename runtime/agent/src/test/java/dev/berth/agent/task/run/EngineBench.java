package dev.berth.agent.task.run;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerWatch;
import dev.berth.agent.docker.PortRange;
import dev.berth.agent.image.HostImages;
import dev.berth.agent.image.PullBehavior;
import dev.berth.agent.image.PulledImages;
import dev.berth.agent.registry.RegistryCredentials;
import dev.berth.agent.task.Reports;
import dev.berth.agent.task.state.TaskPostMortem;
import dev.berth.agent.task.state.TaskStatus;
import dev.berth.agent.testbed.DockerBench;
import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.agent.BerthContainerDetails;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An engine between a real Docker host and a server that takes reports. It can be let go of and
 * made anew over the same state.
 */
final class EngineBench implements AutoCloseable {
    private final DockerBench.Host host;

    /** Made by whoever needs it. */
    static final String PAUSE_IMAGE = "berth-test/pause:1";

    private final Path folder;
    private final Reports reports = new Reports();
    private final Map<String, TaskPostMortem> postMortems = new ConcurrentHashMap<>();
    private final String instance =
            "arn:aws:ecs:us-east-1:000000000000:container-instance/default/" + UUID.randomUUID();
    private Duration cleanUpWait = Duration.ofHours(3);
    private PullBehavior pullBehavior = PullBehavior.PREFER_CACHED;
    private DockerEngine docker;
    private DockerWatch watch;
    private TaskEngine engine;

    EngineBench(DockerBench.Host host, Path folder) {
        this.host = host;
        this.folder = folder;
    }

    void start() throws Exception {
        docker = new DockerEngine(host.uri());
        docker.negotiate();
        engine =
                new TaskEngine(
                        new TaskEngine.Settings(
                                instance,
                                "default",
                                new PortRange(40000, 40999),
                                Set.of(),
                                Duration.ofSeconds(30),
                                PAUSE_IMAGE,
                                cleanUpWait),
                        docker,
                        new HostImages(
                                docker,
                                pullBehavior,
                                PulledImages.load(folder.resolveSibling("images.json")),
                                RegistryCredentials.NONE),
                        new TaskStore(folder),
                        reports,
                        postMortems::put);
        engine.recover();
        watch = new DockerWatch(docker, instance, engine);
    }

    /** Lets go of everything at once, as a crash does. */
    void stop() throws IOException {
        engine.close();
        watch.close();
        docker.close();
    }

    void restart() throws Exception {
        stop();
        start();
    }

    /** From the next start on. */
    void cleanUpAfter(Duration wait) {
        cleanUpWait = wait;
    }

    /** From the next start on. */
    void pulls(PullBehavior behavior) {
        pullBehavior = behavior;
    }

    DockerBench.Host host() {
        return host;
    }

    DockerEngine docker() {
        return docker;
    }

    TaskEngine engine() {
        return engine;
    }

    Reports reports() {
        return reports;
    }

    String instance() {
        return instance;
    }

    /** No record of any task is left. */
    boolean isForgotten() throws IOException {
        return new TaskStore(folder).load().isEmpty();
    }

    /** The names of a task's containers, those that have ended too. */
    List<String> names(PayloadTask task) {
        var label = "label=com.amazonaws.ecs.task-arn=" + task.arn();
        return host.docker("ps", "-a", "--filter", label, "--format", "{{.Names}}")
                .lines()
                .toList();
    }

    boolean isRunning(String container) {
        return host.docker("inspect", "--format", "{{.State.Running}}", container).equals("true");
    }

    /** What a server got of a task that is over. */
    BerthContainerDetails postMortem(PayloadTask task, String container) {
        Eventually.holds(
                "the post-mortem of " + task.arn(), () -> postMortems.containsKey(task.arn()));
        return postMortems.get(task.arn()).containers().stream()
                .filter(c -> c.name().equals(container))
                .findFirst()
                .orElseThrow();
    }

    String reasonOf(PayloadTask task) {
        return reports.await(task.arn(), TaskStatus.STOPPED).containers().getFirst().reason();
    }

    Integer exitCode(PayloadTask task) {
        return exitCodeOf(task.arn());
    }

    Integer exitCodeOf(String arn) {
        return reports.await(arn, TaskStatus.STOPPED).containers().getFirst().exitCode();
    }

    @Override
    public void close() throws IOException {
        stop();
        host.removeContainers("dev.berth.instance=" + instance);
    }
}
