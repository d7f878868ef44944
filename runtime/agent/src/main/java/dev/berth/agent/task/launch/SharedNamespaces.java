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
 * ipcMode} {@code task}). They belong to a container that does nothing, runs as long as the task,
 * and is never reported.
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

    /**
     * Makes sure that the container with the namespaces is running, and lets a container of the
     * task join them.
     */
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
     * Creates the container if necessary. Its unique name shows that it exists, also to an agent
     * that was restarted. One at a time, because Docker reports a container as running while
     * another call is still starting it.
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

    /** The task has stopped. Returns when the namespaces are removed. */
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
