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

/** Asks Docker what the containers of a task can tell of it, now or after their end. */
public final class PostMortemCollector {
    /** Many tasks may end at once, and Docker has more urgent things to do. */
    private static final int AT_A_TIME = 4;

    private static final ContainerTraces NONE = new ContainerTraces(false, null, List.of());

    private final DockerEngine docker;
    private final Semaphore examining = new Semaphore(AT_A_TIME, true);

    public PostMortemCollector(DockerEngine docker) {
        this.docker = docker;
    }

    /** Never fails but for an interrupt: what Docker does not tell is missing, with its reason. */
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
