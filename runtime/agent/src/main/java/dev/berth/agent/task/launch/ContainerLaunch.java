package dev.berth.agent.task.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.docker.ContainerDocument;
import dev.berth.agent.docker.ContainerInspection;
import dev.berth.agent.docker.ContainerInspection.Absent;
import dev.berth.agent.docker.ContainerInspection.Created;
import dev.berth.agent.docker.ContainerInspection.Exited;
import dev.berth.agent.docker.ContainerInspection.Running;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.InvalidContainerException;
import dev.berth.agent.docker.PublishedPort;
import dev.berth.agent.docker.TaskVolumes;
import dev.berth.agent.retry.Backoff;
import dev.berth.agent.task.limit.TaskLimiter;
import dev.berth.agent.task.plan.ActionOutcome;
import dev.berth.agent.task.state.ContainerState;
import dev.berth.agent.task.state.PortConflict;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskState;
import dev.berth.protocol.agent.payload.PayloadMountPoint;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Creates and starts one container, at most once, even if it is called repeatedly. The unique name
 * shows a second attempt that there was a first one. A container that has run is never started
 * again.
 */
public final class ContainerLaunch {
    private static final Logger log = LoggerFactory.getLogger(ContainerLaunch.class);
    private static final int CONFLICT = 409;

    /**
     * The attempts to create a container whose name is in use in Docker, although the container is
     * not listed.
     */
    private static final int ATTEMPTS = 10;

    private final TaskHost host;
    private final TaskState task;
    private final ContainerState container;
    private final String dockerName;
    private final LaunchAttempts attempts;

    public ContainerLaunch(TaskHost host, TaskState task, String name, LaunchAttempts attempts) {
        this.attempts = attempts;
        this.host = host;
        this.task = task;
        this.container = task.container(name);
        this.dockerName = ContainerDocument.containerName(task.task(), task.id(), name);
    }

    public ActionOutcome run() throws DockerUncertain, InterruptedException {
        if (container.ports().stream().anyMatch(p -> p.hostPort() == 0)) {
            return failed(
                    "CannotStartContainerError: no port of the agent's dynamic range is free");
        }
        var name = container.name();
        try {
            var document =
                    new ContainerDocument(
                                    host.instance(),
                                    host.cluster(),
                                    task.task(),
                                    task.description(name).orElseThrow())
                            .compile(task.id(), container.ports());
            host.environment()
                    .of(task, name, document.path("HostConfig").path("NetworkMode").asText())
                    .forEach((key, value) -> document.withArray("Env").add(key + "=" + value));
            makeVolumes();
            limitTask(document);
            new SharedNamespaces(host, task.task(), task.id()).join(document);
            var ran = create(document);
            if (ran.isPresent()) {
                return seen(ran.get());
            }
        } catch (InvalidContainerException e) {
            return failed(e.getMessage());
        } catch (DockerRefusal e) {
            return failed("CannotCreateContainerError: " + e.daemonText());
        }
        return start();
    }

    /**
     * Creates the container, unless it exists.
     *
     * @return the container, if it has run before
     */
    private Optional<ContainerInspection> create(ObjectNode document)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var backoff = Backoff.seconds();
        for (var attempt = 1; ; attempt++) {
            try {
                host.docker().create(dockerName, document);
                return Optional.empty();
            } catch (DockerRefusal e) {
                var present =
                        e.status() == CONFLICT
                                ? host.docker().inspect(dockerName)
                                : new ContainerInspection.Absent();
                if (e.status() != CONFLICT || present instanceof Absent && attempt == ATTEMPTS) {
                    throw e;
                }
                if (hasRun(present)) {
                    return Optional.of(present);
                }
                if (present instanceof Absent) {
                    // A request of an agent that was killed is still creating it, with the same
                    // name.
                    backoff.pause();
                } else if (isAsWanted(present)) {
                    return Optional.empty();
                } else {
                    host.docker().remove(dockerName);
                }
            }
        }
    }

    /**
     * Called before each container, so that no container lacks the cgroup if an agent was killed in
     * between.
     */
    private void limitTask(ObjectNode document)
            throws InvalidContainerException, DockerRefusal, DockerUncertain, InterruptedException {
        if (!TaskLimiter.isLimited(task.task())) {
            return;
        }
        try {
            var parent = host.limiter().make(task.task(), task.id());
            document.withObject("/HostConfig").put("CgroupParent", parent);
        } catch (IOException e) {
            throw new InvalidContainerException(
                    "ResourceInitializationError: cannot set the task-level limits: "
                            + e.getMessage());
        }
    }

    private void makeVolumes()
            throws InvalidContainerException, DockerRefusal, DockerUncertain, InterruptedException {
        var mounted =
                task.description(container.name()).orElseThrow().mountPoints().stream()
                        .map(PayloadMountPoint::sourceVolume)
                        .collect(Collectors.toSet());
        for (var volume : task.task().volumes()) {
            if (!mounted.contains(volume.name())) {
                continue;
            }
            var toMake = TaskVolumes.toMake(task.task(), task.id(), volume);
            if (toMake.isPresent()) {
                host.docker().createVolume(toMake.get());
            } else if (TaskVolumes.isShared(volume) && !host.docker().hasVolume(volume.name())) {
                throw new InvalidContainerException(
                        "CannotInspectVolumeError: the host has no volume %s, and autoprovision is off"
                                .formatted(volume.name()));
            }
        }
    }

    private ActionOutcome start() throws DockerUncertain, InterruptedException {
        try {
            host.docker().start(dockerName);
        } catch (DockerRefusal e) {
            return PortConflict.isIn(e.getMessage())
                    ? onPortConflict(e)
                    : failed("CannotStartContainerError: " + e.daemonText());
        }
        try {
            return seen(host.docker().inspect(dockerName));
        } catch (DockerRefusal e) {
            return ActionOutcome.UNKNOWN;
        }
    }

    /**
     * Only ports that the agent chose can be changed. The next attempt replaces the container,
     * which has never run.
     */
    private ActionOutcome onPortConflict(DockerRefusal refusal) {
        var taken = PortConflict.namedIn(refusal.getMessage(), container.ports());
        if (taken.isEmpty()) {
            return failed("CannotStartContainerError: " + refusal.daemonText());
        }
        attempts.portTaken(container.name());
        log.info(
                "Host port {} is in use; using the next one",
                taken.stream().map(PublishedPort::hostPort).toList());
        var ports = host.ports().chooseOthers(task.arn(), container.ports(), taken);
        return ActionOutcome.of(new TaskFact.PortsChosen(container.name(), ports, Instant.now()));
    }

    private boolean hasRun(ContainerInspection present) throws DockerRefusal {
        return switch (present) {
            case Absent _ -> false;
            case Created created -> {
                checkOwn(created.task());
                yield false;
            }
            case Running running -> {
                checkOwn(running.task());
                yield true;
            }
            case Exited exited -> {
                checkOwn(exited.task());
                yield true;
            }
        };
    }

    private void checkOwn(String owner) throws DockerRefusal {
        if (!owner.equals(task.arn())) {
            throw new DockerRefusal(
                    CONFLICT,
                    "the name "
                            + dockerName
                            + " is used by a container that does not belong to this agent");
        }
    }

    /** Whether a container that has never run has the current settings. */
    private boolean isAsWanted(ContainerInspection present) {
        return present instanceof Created created
                && created.error().isEmpty()
                && created.hostPorts().equals(hostPorts());
    }

    private Set<String> hostPorts() {
        return container.ports().stream()
                .map(p -> p.containerPort() + "/" + p.protocol() + "=" + p.hostPort())
                .collect(Collectors.toSet());
    }

    private ActionOutcome seen(ContainerInspection sighting) {
        return ActionOutcome.of(new TaskFact.Seen(container.name(), sighting, Instant.now()));
    }

    private ActionOutcome failed(String reason) {
        return ActionOutcome.of(new TaskFact.Failed(container.name(), reason, Instant.now()));
    }
}
