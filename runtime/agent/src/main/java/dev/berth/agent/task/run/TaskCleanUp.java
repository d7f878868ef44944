package dev.berth.agent.task.run;

import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.docker.TaskVolumes;
import dev.berth.agent.retry.Backoff;
import dev.berth.agent.task.launch.TaskHost;
import dev.berth.agent.task.limit.TaskLimiter;
import dev.berth.agent.task.state.TaskState;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes the containers of a stopped task, its volumes, and then its record. */
record TaskCleanUp(TaskHost host, TaskStore store) {
    private static final Logger log = LoggerFactory.getLogger(TaskCleanUp.class);

    /** Returns when everything is removed. */
    void run(TaskState task) throws InterruptedException {
        var backoff = Backoff.seconds();
        while (true) {
            try {
                removeFromDocker(task);
                store.delete(task);
                log.info("Cleaned up");
                return;
            } catch (DockerRefusal | DockerUncertain | IOException e) {
                log.warn("Cleanup failed; retrying. {}", e.getMessage());
                backoff.pause();
            }
        }
    }

    private void removeFromDocker(TaskState task)
            throws DockerRefusal, DockerUncertain, IOException, InterruptedException {
        for (var container : task.containers()) {
            host.docker().remove(task.dockerName(container.name()));
        }
        if (TaskLimiter.isLimited(task.task())) {
            host.limiter().remove(task.id());
        }
        for (var volume : TaskVolumes.ofTaskAlone(task.task(), task.id())) {
            host.docker().removeVolume(volume);
        }
    }
}
