package dev.berth.plugin.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A container instance during a placement. It includes decisions that are not confirmed yet, such
 * as the earlier tasks of the same placement.
 *
 * <p>Do not keep an instance after the call that received it: its values change with the next task
 * that is placed.
 */
public interface Instance {

    /** The last part of its ARN. */
    String id();

    /** Whether it accepts tasks: its status is ACTIVE, not DRAINING. */
    boolean isActive();

    /** Whether its agent is connected to the server. */
    boolean isAgentConnected();

    /** The version of its agent, if the agent has reported it. */
    Optional<String> agentVersion();

    /** The EC2 instance id, if the agent has reported one. */
    Optional<String> ec2InstanceId();

    /** The time of its first registration. */
    Instant registeredAt();

    /** Its attributes by name. An attribute without a value maps to the empty string. */
    Map<String, String> attributes();

    /** Its total resources. */
    Capacity registered();

    /** Its remaining resources; negative if it registered again with less than is reserved. */
    Capacity remaining();

    /** Whether the port is free, as far as the server knows. */
    boolean isFree(HostPort port);

    /** The number of running tasks, as in {@code runningTasksCount}. */
    int runningTasksCount();

    /** The number of pending tasks, including those of this placement. */
    int pendingTasksCount();

    /**
     * The number of running and pending tasks of this group, without tasks that are being stopped.
     */
    int tasksOfGroup(String group);

    /**
     * The number of running and pending tasks of this family, without tasks that are being stopped.
     */
    int tasksOfFamily(String family);

    /** The number of running and pending tasks by task group. */
    Map<String, Integer> tasksByGroup();

    /** The usage of its tasks; empty if its agent reports none. */
    Optional<Utilization> utilization();

    /** The number of running and pending tasks. */
    default int tasksCount() {
        return runningTasksCount() + pendingTasksCount();
    }

    /** The number of running and pending tasks of this service. */
    default int tasksOfService(String service) {
        return tasksOfGroup("service:" + service);
    }

    /** Its attribute {@code ecs.availability-zone}; empty if it has none. */
    default String zone() {
        return attributes().getOrDefault("ecs.availability-zone", "");
    }
}
