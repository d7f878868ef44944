package dev.berth.agent.task.launch;

import dev.berth.agent.docker.DockerEngine;
import dev.berth.agent.image.HostImages;
import dev.berth.agent.task.limit.StartGates;
import dev.berth.agent.task.limit.TaskLimiter;
import java.time.Duration;

/** The objects that the tasks of one Docker host share. */
public record TaskHost(
        DockerEngine docker,
        HostImages images,
        HostPortAllocator ports,
        TaskLimiter limiter,
        StartGates starts,
        PauseContainers pauses,
        Settings settings,
        ContainerEnvironment environment) {
    /**
     * The settings for starting and stopping containers.
     *
     * @param instance the ARN of the container instance
     * @param cluster the configured cluster
     * @param stopTimeout the time between SIGTERM and SIGKILL for containers without a stopTimeout
     */
    public record Settings(String instance, String cluster, Duration stopTimeout) {}

    public static TaskHost of(
            DockerEngine docker,
            HostImages images,
            HostPortAllocator ports,
            String pauseImage,
            Settings settings,
            ContainerEnvironment environment) {
        return new TaskHost(
                docker,
                images,
                ports,
                new TaskLimiter(docker),
                new StartGates(),
                new PauseContainers(pauseImage),
                settings,
                environment);
    }

    public String instance() {
        return settings.instance();
    }

    /** The last part of the instance's ARN. */
    public String instanceId() {
        return instance().substring(instance().lastIndexOf('/') + 1);
    }

    public String cluster() {
        return settings.cluster();
    }

    public Duration stopTimeout() {
        return settings.stopTimeout();
    }
}
