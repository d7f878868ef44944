package dev.berth.agent.task.limit;

import dev.berth.agent.cgroup.TaskCgroups;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.protocol.agent.payload.PayloadTask;
import java.io.IOException;

/**
 * Sets task-level limits on one Docker host. The kind of cgroups is determined when the first task
 * needs it. Safe for several threads.
 */
public final class TaskLimiter {
    private final DockerEngine docker;
    private volatile TaskCgroups cgroups;

    public TaskLimiter(DockerEngine docker) {
        this.docker = docker;
    }

    public static boolean isLimited(PayloadTask task) {
        return task.cpu() != null || task.memory() != null;
    }

    /** Creates the cgroup of a limited task and returns its name in Docker. */
    public String make(PayloadTask task, String taskId)
            throws IOException, DockerRefusal, DockerUncertain, InterruptedException {
        cgroups().make(taskId, task.cpu(), task.memory());
        return cgroups().parent(taskId);
    }

    public void remove(String taskId)
            throws IOException, DockerRefusal, DockerUncertain, InterruptedException {
        cgroups().remove(taskId);
    }

    private TaskCgroups cgroups() throws DockerRefusal, DockerUncertain, InterruptedException {
        if (cgroups == null) {
            var host = docker.negotiate();
            cgroups = TaskCgroups.of(host.cgroups().driver(), host.cgroups().version());
        }
        return cgroups;
    }
}
