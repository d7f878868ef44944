package dev.berth.agent.task;

import dev.berth.agent.docker.ContainerDocument;
import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.image.ImageShelf;
import dev.berth.protocol.agent.PayloadContainer;
import dev.berth.protocol.agent.PayloadTask;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What the tasks of one Docker host share.
 *
 * @param pauseImage of a container that does nothing, for namespaces that a task's containers share
 * @param pausing held by whoever makes such a container
 * @param instance the ARN of the container instance
 * @param cluster as the agent was configured with
 * @param stopTimeout between SIGTERM and SIGKILL where a container says nothing of its own
 */
record DockerHost(
        DockerEngine docker,
        ImageShelf images,
        HostPorts ports,
        TaskLimiter limiter,
        Examiner examiner,
        StartGate bridgeStarts,
        StartGate otherStarts,
        String pauseImage,
        ReentrantLock pausing,
        String instance,
        String cluster,
        Duration stopTimeout,
        ContainerEnvironment environment,
        TaskCounts counts) {
    /**
     * Setting up a bridge is the serial part of Docker's start, so it wants another number in
     * flight.
     */
    private static final int BRIDGE_STARTS = 8;

    private static final int OTHER_STARTS = 4;

    static DockerHost of(
            DockerEngine docker,
            ImageShelf images,
            HostPorts ports,
            String pauseImage,
            String instance,
            String cluster,
            Duration stopTimeout,
            ContainerEnvironment environment) {
        return new DockerHost(
                docker,
                images,
                ports,
                new TaskLimiter(docker),
                new Examiner(docker),
                new StartGate(StartLimit.startingAt(BRIDGE_STARTS)),
                new StartGate(StartLimit.startingAt(OTHER_STARTS)),
                pauseImage,
                new ReentrantLock(),
                instance,
                cluster,
                stopTimeout,
                environment,
                new TaskCounts());
    }

    /** The last part of the instance's ARN. */
    String instanceId() {
        return instance.substring(instance.lastIndexOf('/') + 1);
    }

    StartGate gate(PayloadTask task, PayloadContainer container) {
        return ContainerDocument.publishesPorts(task, container) ? bridgeStarts : otherStarts;
    }
}
