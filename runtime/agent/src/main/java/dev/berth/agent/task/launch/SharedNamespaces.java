package dev.berth.agent.task.launch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.agent.docker.ContainerInspection;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.OwnLabels;
import dev.berth.agent.json.Json;
import dev.berth.agent.retry.Backoff;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.time.Duration;
import java.util.concurrent.ExecutionException;

/**
 * The process and IPC namespaces that the containers of a task share ({@code pidMode} or {@code
 * ipcMode} {@code task}): they are those of a container that does nothing, runs as long as the task
 * does, and is never reported.
 */
public record SharedNamespaces(TaskHost host, PayloadTask task, String taskId) {
    private static final int CONFLICT = 409;
    private static final String SHARED = "task";

    static boolean areNeeded(PayloadTask task) {
        return SHARED.equals(task.pidMode()) || SHARED.equals(task.ipcMode());
    }

    private String dockerName() {
        return "ecs-%s-%s-internalecspause-%s".formatted(task.family(), task.version(), taskId);
    }

    /** Has the container that holds them run, and a container of the task join them. */
    void join(ObjectNode document) throws DockerRefusal, DockerUncertain, InterruptedException {
        if (!areNeeded(task)) {
            return;
        }
        host.pauses().making().lockInterruptibly();
        try {
            hold();
        } finally {
            host.pauses().making().unlock();
        }
        var joined = document.withObject("/HostConfig");
        if (SHARED.equals(task.pidMode())) {
            joined.put("PidMode", "container:" + dockerName());
        }
        if (SHARED.equals(task.ipcMode())) {
            joined.put("IpcMode", "container:" + dockerName());
        }
    }

    /**
     * Its name tells a second container, and an agent that was killed, that it is there. One at a
     * time: Docker says of a container that another call is still starting that it runs.
     */
    private void hold() throws DockerRefusal, DockerUncertain, InterruptedException {
        if (host.docker().inspect(dockerName()) instanceof ContainerInspection.Running) {
            return;
        }
        pullWhereMissing();
        try {
            host.docker().create(dockerName(), holder());
        } catch (DockerRefusal e) {
            if (e.status() != CONFLICT) {
                throw e;
            }
        }
        host.docker().start(dockerName());
    }

    private void pullWhereMissing() throws DockerRefusal, DockerUncertain, InterruptedException {
        if (host.docker().image(host.pauses().image()).isPresent()) {
            return;
        }
        try {
            host.images().pull(host.pauses().image()).get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case DockerRefusal refusal -> throw refusal;
                case DockerUncertain uncertain -> throw uncertain;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }

    private ObjectNode holder() {
        var document = Json.MAPPER.createObjectNode().put("Image", host.pauses().image());
        document.putObject("Labels")
                .put(OwnLabels.INSTANCE, host.instance())
                .put(OwnLabels.TASK, task.arn())
                .put(OwnLabels.CONTAINER, "~internal~ecs~pause~namespace");
        document.putObject("HostConfig")
                .put("NetworkMode", "none")
                .put("IpcMode", SHARED.equals(task.ipcMode()) ? "shareable" : "private");
        return document;
    }

    /** The task is over: nothing is left in them. Returns when they are gone. */
    public void end() throws InterruptedException {
        if (!areNeeded(task)) {
            return;
        }
        var backoff = Backoff.seconds();
        while (true) {
            try {
                host.docker().stop(dockerName(), Duration.ZERO);
                host.docker().remove(dockerName());
                return;
            } catch (DockerRefusal | DockerUncertain e) {
                backoff.pause();
            }
        }
    }
}
