package dev.berth.agent;

import dev.berth.agent.cgroup.TaskCgroups;
import dev.berth.agent.config.AgentConfig;
import dev.berth.agent.connection.FatalAgentException;
import dev.berth.agent.connection.InstanceFacts;
import dev.berth.agent.connection.PostMortemSender;
import dev.berth.agent.connection.Registration;
import dev.berth.agent.connection.ReportSender;
import dev.berth.agent.connection.ServerSockets;
import dev.berth.agent.connection.WorkConversation;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerReader;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.DockerWatch;
import dev.berth.agent.docker.HostFacts;
import dev.berth.agent.http.Introspection;
import dev.berth.agent.image.HostImages;
import dev.berth.agent.image.ImageCleanUp;
import dev.berth.agent.image.PulledImages;
import dev.berth.agent.logs.LogRequests;
import dev.berth.agent.metadata.MetadataEndpoint;
import dev.berth.agent.metadata.MetadataHandler;
import dev.berth.agent.metadata.TaskProtection;
import dev.berth.agent.metadata.TaskTags;
import dev.berth.agent.metrics.AgentMetrics;
import dev.berth.agent.metrics.MetricsPage;
import dev.berth.agent.retry.Backoff;
import dev.berth.agent.state.InstanceIdentity;
import dev.berth.agent.state.StateFolder;
import dev.berth.agent.state.StateFolderCheck;
import dev.berth.agent.task.run.TaskEngine;
import dev.berth.agent.task.run.TaskStore;
import dev.berth.agent.telemetry.AgentTelemetry;
import dev.berth.protocol.client.AwsJsonClient;
import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The agent of one Docker host. An agent that has registered before recovers its tasks first, so
 * that they are managed while the server is unavailable. Closing the agent stops no container.
 */
final class Agent implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Agent.class);

    private final AgentConfig config;
    private final Supplier<Credentials> credentials;
    private final AgentMetrics metrics = new AgentMetrics(Version.TEXT);
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();

    Agent(AgentConfig config, Supplier<Credentials> credentials) {
        this.config = config;
        this.credentials = credentials;
    }

    /**
     * Starts the agent. Returns when it is registered and its sockets are being opened.
     *
     * @throws IOException with a message, if its state cannot be used
     */
    void start() throws IOException, FatalAgentException, InterruptedException {
        open(metrics);
        var folder = open(StateFolder.take(config.folders().state()));
        var saved = InstanceIdentity.load(folder.path()).orElse(null);
        if (saved != null && !saved.cluster().equals(config.cluster())) {
            throw new FatalAgentException(
                    FatalAgentException.FINAL,
                    "The state in %s belongs to an agent of cluster %s, not of %s. Choose another folder with --state"
                            .formatted(folder.path(), saved.cluster(), config.cluster()));
        }
        var server =
                open(
                        new AwsJsonClient(
                                config.access().server(),
                                config.access().trust(),
                                config.access().region(),
                                credentials,
                                "Berth Agent - " + Version.TEXT));
        var docker = open(new DockerEngine(config.engine().dockerHost(), metrics));
        var reports = new ReportSender(server, config.cluster());
        var postMortems = new PostMortemSender();
        metrics.watch(reports);
        open(MetricsPage.open(config.telemetry().metricsPort(), metrics));
        var check = open(new StateFolderCheck(folder.path()));
        var store = new TaskStore(folder.folder("tasks"), check::failed);
        var view = open(new DockerReader(docker, config.engine().dockerHost()));
        var metadata =
                open(
                        new MetadataEndpoint(
                                view, config.telemetry().metadataAddress(), folder.path()));
        var parts = new Parts(server, docker, view, metadata, check, store, reports, postMortems);
        var running = saved == null ? null : begin(saved, parts);

        var host = negotiate(docker);
        var instance =
                new Registration(server, config.cluster(), Version.TEXT)
                        .register(
                                facts(host, metadata),
                                saved == null ? null : saved.containerInstanceArn());
        var identity =
                new SavedIdentity(
                        folder.path(),
                        saved != null
                                ? saved
                                : new InstanceIdentity(config.cluster(), instance, 0));
        if (running == null) {
            identity.save();
            running = begin(identity.current(), parts);
        }
        var runFile = open(new AgentRunFile(config, instance, metadata.status()));
        runFile.write(false);
        open(
                new ServerSockets(
                        new ServerSockets.Access(server, config.access().region(), credentials),
                        new ServerSockets.Identity(
                                config.cluster(), instance, Version.TEXT, host.engine().version()),
                        new WorkConversation.Handlers(
                                running.engine(),
                                identity,
                                reports,
                                open(new LogRequests(docker, running.engine()::dockerName)),
                                postMortems),
                        running.telemetry(),
                        connected -> {
                            metrics.connected(connected);
                            runFile.write(connected);
                        }));
    }

    /** The components that do not depend on the identity of the instance. */
    private record Parts(
            AwsJsonClient server,
            DockerEngine docker,
            DockerReader view,
            MetadataEndpoint metadata,
            StateFolderCheck check,
            TaskStore store,
            ReportSender reports,
            PostMortemSender postMortems) {}

    /** The components of a registered instance. */
    private record Running(TaskEngine engine, AgentTelemetry telemetry) {}

    private Running begin(InstanceIdentity identity, Parts parts) throws IOException {
        var instance = identity.containerInstanceArn();
        var docker = parts.docker();
        var settings =
                new TaskEngine.Settings(
                        identity.containerInstanceArn(),
                        config.cluster(),
                        config.containers().dynamicPorts(),
                        config.host().reservedPorts(),
                        config.containers().stopTimeout(),
                        config.containers().pauseImage(),
                        config.containers().cleanUpWait());
        var pulled = PulledImages.load(config.folders().state().resolve("images.json"));
        var images =
                new HostImages(
                        docker,
                        config.containers().images().pull(),
                        pulled,
                        config.containers().registries());
        var engine =
                open(
                        new TaskEngine(
                                settings,
                                docker,
                                images,
                                parts.store(),
                                parts.reports(),
                                parts.postMortems()));
        metrics.watch(engine);
        engine.addToContainers(parts.metadata());
        engine.recover();
        open(new ImageCleanUp(config.containers().images(), docker, pulled, engine::images));
        open(new DockerWatch(docker, instance, engine));
        var telemetry =
                open(new AgentTelemetry(parts.view(), engine, parts.check(), config.telemetry()));
        parts.metadata()
                .answerBy(
                        new MetadataHandler(
                                parts.metadata(),
                                engine,
                                parts.view(),
                                telemetry,
                                new TaskTags(parts.server(), instance),
                                new TaskProtection(parts.server(), config.cluster()),
                                config.cluster(),
                                config.host().availabilityZone()));
        open(
                Introspection.open(
                        config.telemetry().introspectionPort(),
                        engine,
                        config.cluster(),
                        instance,
                        Version.TEXT));
        return new Running(engine, telemetry);
    }

    private HostFacts negotiate(DockerEngine docker) throws InterruptedException {
        var backoff = Backoff.seconds();
        var told = false;
        while (true) {
            try {
                return docker.negotiate();
            } catch (DockerRefusal | DockerUncertain e) {
                if (!told) {
                    log.warn(
                            "Docker does not answer at {}; retrying. {}",
                            config.engine().dockerHost(),
                            e.getMessage());
                    told = true;
                }
                backoff.pause();
            }
        }
    }

    private InstanceFacts facts(HostFacts host, MetadataEndpoint metadata)
            throws InterruptedException {
        return new InstanceFacts(
                host,
                config.host().advertiseAddress() != null
                        ? config.host().advertiseAddress()
                        : localAddress(),
                config.host().availabilityZone(),
                new InstanceFacts.Reserved(
                        config.host().reservedMemory(),
                        config.host().reservedPorts(),
                        config.host().reservedPortsUdp()),
                config.host().loggingDrivers(),
                new InstanceFacts.Abilities(
                        TaskCgroups.of(host.cgroups().driver(), host.cgroups().version()).isAble(),
                        metadata.status().word(),
                        config.engine().shared()),
                config.host().attributes());
    }

    private String localAddress() throws InterruptedException {
        var backoff = Backoff.seconds();
        var told = false;
        while (true) {
            try {
                return LocalAddress.towards(config.access().server());
            } catch (IOException e) {
                if (!told) {
                    log.warn(
                            "The server does not answer at {}; retrying. {}",
                            config.access().server(),
                            e.toString());
                    told = true;
                }
                backoff.pause();
            }
        }
    }

    private synchronized <T extends AutoCloseable> T open(T part) {
        opened.push(part);
        return part;
    }

    /** Closes the components in reverse order. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            var part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                log.warn("Closing {}: {}", part.getClass().getSimpleName(), e.toString());
            }
        }
    }
}
