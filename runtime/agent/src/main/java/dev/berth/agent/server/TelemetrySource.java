package dev.berth.agent.server;

import dev.berth.protocol.agent.PublishInstanceStatusRequest.InstanceStatus;
import dev.berth.protocol.agent.telemetry.TaskHealth;
import dev.berth.protocol.agent.telemetry.TaskMetric;
import java.time.Duration;
import java.util.List;

/** What an agent has to say on its telemetry socket. Any thread may call. */
public interface TelemetrySource {
    /** Usage is published at all. */
    boolean hasMetrics();

    /** What the tasks used since this was asked the last time; each is given out once. */
    List<TaskMetric> takeMetrics();

    /** The health of every container that has a check. */
    List<TaskHealth> health();

    /** The health of the instance, where there is something of it that was not given out yet. */
    List<InstanceStatus> takeStatuses();

    /** The server has sent a heartbeat, which asks for a check of the container runtime. */
    void heartbeat();

    /** How often health or status has changed. */
    long changes();

    /** Waits until there are more changes than that, or time is up. */
    void awaitMoreThan(long changes, Duration longest) throws InterruptedException;
}
