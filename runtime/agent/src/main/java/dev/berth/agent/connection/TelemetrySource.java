package dev.berth.agent.connection;

import dev.berth.protocol.agent.PublishInstanceStatusRequest.InstanceStatus;
import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import java.time.Duration;
import java.util.List;

/** The data for the telemetry socket. Safe for several threads. */
public interface TelemetrySource {
    /** Whether usage is published. */
    boolean hasMetrics();

    /** The usage of the tasks since the last call. */
    List<TaskMetric> takeMetrics();

    /** The health of every container with a health check. */
    List<TaskHealth> health();

    /** The health of the instance, if it has changed since the last call. */
    List<InstanceStatus> takeStatuses();

    /** The server has sent a heartbeat, which requests a check of the container runtime. */
    void heartbeat();

    /** The number of changes of health or status. */
    long changes();

    /** Waits until there are more changes, or until the timeout. */
    void awaitMoreThan(long changes, Duration longest) throws InterruptedException;
}
