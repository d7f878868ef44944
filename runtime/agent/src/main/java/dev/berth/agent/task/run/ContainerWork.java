package dev.berth.agent.task.run;

import dev.berth.agent.docker.ContainerInspection;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.LocalImage;
import dev.berth.agent.retry.Backoff;
import dev.berth.agent.task.launch.ContainerLaunch;
import dev.berth.agent.task.launch.LaunchAttempts;
import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.plan.ActionOutcome;
import dev.berth.agent.task.plan.TaskAction;
import dev.berth.agent.task.state.TaskFact;
import dev.berth.agent.task.state.TaskState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Executes one action for one container in its own thread, and returns facts.
 *
 * <p>After a call without an answer the container is inspected before the call is repeated.
 */
final class ContainerWork {
    private static final Logger log = LoggerFactory.getLogger(ContainerWork.class);

    private final TaskHost host;
    private final TaskState task;
    private final String container;
    private final LaunchAttempts attempts;
    private final CompletableFuture<Void> unwanted = new CompletableFuture<>();

    ContainerWork(TaskHost host, TaskState task, String container, LaunchAttempts attempts) {
        this.attempts = attempts;
        this.host = host;
        this.task = task;
        this.container = container;
    }

    /**
     * The task must stop: ends waiting. Requests that were already sent to Docker are completed.
     */
    void cancel() {
        unwanted.complete(null);
    }

    ActionOutcome carryOut(TaskAction.OnContainer action) throws InterruptedException {
        return switch (action) {
            case TaskAction.EnsureImage _ -> ensureImage();
            case TaskAction.Launch _ -> launch();
            case TaskAction.Refuse(_, var reason) -> failed(reason);
            case TaskAction.Restart _ -> restart();
            case TaskAction.Inspect _ -> ActionOutcome.of(look());
            case TaskAction.Stop _ -> stop();
            case TaskAction.GiveUp _ ->
                    ActionOutcome.of(new TaskFact.NotStarted(container, Instant.now()));
        };
    }

    private ActionOutcome ensureImage() throws InterruptedException {
        var image = task.description(container).orElseThrow().image();
        var asked = Instant.now();
        var backoff = Backoff.seconds();
        while (!unwanted.isDone()) {
            try {
                var found = host.images().ready(image);
                if (found.isEmpty()) {
                    found = pull(image);
                }
                if (found.isPresent()) {
                    return ActionOutcome.of(
                            new TaskFact.ImageReady(
                                    container, found.get().digest(), asked, Instant.now()));
                }
            } catch (DockerRefusal e) {
                return failed("CannotPullContainerError: " + e.daemonText());
            } catch (DockerUncertain e) {
                log.warn("{}; retrying", e.getMessage());
                backoff.pause();
            }
        }
        return ActionOutcome.NOTHING;
    }

    /**
     * The image, or nothing if the task was stopped meanwhile. The pull itself continues for other
     * tasks.
     */
    private Optional<LocalImage> pull(String image)
            throws DockerRefusal, DockerUncertain, InterruptedException {
        var pull = host.images().pull(image);
        try {
            CompletableFuture.anyOf(pull, unwanted).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case DockerRefusal refusal -> {
                    return Optional.of(host.images().instead(image).orElseThrow(() -> refusal));
                }
                case DockerUncertain uncertain -> throw uncertain;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
        return unwanted.isDone() ? Optional.empty() : host.images().find(image);
    }

    private ActionOutcome launch() throws InterruptedException {
        var exhausted = attempts.exhausted(container);
        if (exhausted.isPresent()) {
            return failed(exhausted.get());
        }
        var gate = host.starts().of(task.task(), task.description(container).orElseThrow());
        var place = gate.enter();
        try {
            CompletableFuture.anyOf(place, unwanted).get();
        } catch (InterruptedException e) {
            gate.giveBack(place);
            throw e;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the futures do not fail", e);
        }
        if (unwanted.isDone()) {
            gate.giveBack(place);
            return ActionOutcome.NOTHING;
        }
        var answered = false;
        try {
            var outcome = new ContainerLaunch(host, task, container, attempts).run();
            answered = true;
            return outcome;
        } catch (DockerUncertain e) {
            log.warn("{}; inspecting before the next attempt", e.getMessage());
            if (e.deadlinePassed()) {
                attempts.late(container);
            }
            return ActionOutcome.UNKNOWN;
        } finally {
            gate.leave(answered);
        }
    }

    private ActionOutcome restart() throws InterruptedException {
        try {
            log.info("Restarting container {} because of its restart policy", container);
            host.docker().start(task.dockerName(container));
            return ActionOutcome.of(look());
        } catch (DockerRefusal e) {
            return ActionOutcome.of(
                    new TaskFact.NotRestarted(
                            container,
                            "CannotStartContainerError: " + e.daemonText(),
                            Instant.now()));
        } catch (DockerUncertain e) {
            log.warn("{}; inspecting before the next attempt", e.getMessage());
            return ActionOutcome.UNKNOWN;
        }
    }

    private ActionOutcome stop() throws InterruptedException {
        var grace =
                task.description(container)
                        .map(d -> d.stopTimeout())
                        .map(Duration::ofSeconds)
                        .orElse(host.stopTimeout());
        var backoff = Backoff.seconds();
        while (true) {
            try {
                log.info("Stopping container {} within {} s", container, grace.toSeconds());
                host.docker().stop(task.dockerName(container), grace);
            } catch (DockerRefusal | DockerUncertain e) {
                log.warn("{}", e.getMessage());
            }
            var seen = look();
            if (!(seen.sighting() instanceof ContainerInspection.Running)) {
                return ActionOutcome.of(seen);
            }
            backoff.pause();
        }
    }

    /** Inspects until Docker answers. */
    private TaskFact.Seen look() throws InterruptedException {
        var backoff = Backoff.seconds();
        while (true) {
            try {
                var sighting = host.docker().inspect(task.dockerName(container));
                return new TaskFact.Seen(container, sighting, Instant.now());
            } catch (DockerRefusal | DockerUncertain e) {
                log.debug("{}", e.getMessage());
                backoff.pause();
            }
        }
    }

    private ActionOutcome failed(String reason) {
        return ActionOutcome.of(new TaskFact.Failed(container, reason, Instant.now()));
    }
}
