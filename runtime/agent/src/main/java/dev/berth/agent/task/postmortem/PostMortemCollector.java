package dev.berth.agent.task.postmortem;

import dev.berth.agent.docker.ContainerTraces;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.docker.DockerRefusal;
import dev.berth.agent.docker.DockerUncertain;
import dev.berth.agent.logs.LastLines;
import dev.berth.agent.task.state.TaskState;
import dev.berth.protocol.agent.BerthContainerDetails;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Collects the diagnostics of a task's containers from Docker, while they run or after their end.
 */
public final class PostMortemCollector {
    /**
     * Limits concurrency: many tasks can stop at once, and other calls to Docker are more urgent.
     */
    private static final int AT_A_TIME = 4;

    private static final ContainerTraces NONE = new ContainerTraces(false, null, List.of());

    private final DockerEngine docker;
    private final Semaphore examining = new Semaphore(AT_A_TIME, true);

    public PostMortemCollector(DockerEngine docker) {
        this.docker = docker;
    }

    /**
     * Fails only on an interrupt. Diagnostics that Docker does not return are missing, with a
     * reason.
     */
    public List<BerthContainerDetails> of(TaskState task) throws InterruptedException {
        var found = new ArrayList<BerthContainerDetails>();
        examining.acquire();
        try {
            for (var container : task.containers()) {
                found.add(
                        container.dockerId() == null
                                ? details(container.name(), NONE, new LastLines(List.of(), null))
                                : of(container.name(), container.dockerId()));
            }
        } finally {
            examining.release();
        }
        return PostMortemLimits.DEFAULT.within(found);
    }

    private BerthContainerDetails of(String name, String dockerId) throws InterruptedException {
        var lines = LastLines.of(docker, dockerId, PostMortemLimits.LINES);
        try {
            return details(name, ContainerTraces.of(docker, dockerId), lines);
        } catch (DockerRefusal | DockerUncertain e) {
            return details(name, NONE, lines);
        }
    }

    private static BerthContainerDetails details(
            String name, ContainerTraces traces, LastLines lines) {
        return new BerthContainerDetails(
                name,
                traces.outOfMemory(),
                traces.health(),
                traces.healthChecks(),
                lines.lines(),
                lines.missing());
    }
}
