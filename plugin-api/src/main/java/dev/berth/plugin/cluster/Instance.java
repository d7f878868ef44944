package dev.berth.plugin.cluster;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A container instance as a placement sees it: as it stands with everything that is decided but not
 * yet confirmed, the earlier tasks of the same placement included.
 *
 * <p>An instance must not be kept beyond the call that it was given to: what it says changes with
 * the next task that is placed.
 */
public interface Instance {

    /** The last part of its ARN. */
    String id();

    /** Whether it takes tasks: its status is ACTIVE, not DRAINING. */
    boolean isActive();

    /** Whether its agent is connected to the server at the moment. */
    boolean isAgentConnected();

    /** The version of its agent, where the agent has said it. */
    Optional<String> agentVersion();

    /** The id of the machine, where its agent has said one. */
    Optional<String> ec2InstanceId();

    /** When it was registered first. */
    Instant registeredAt();

    /** Its attributes by name; one that has no value maps to the empty string. */
    Map<String, String> attributes();

    /** What it offers in all. */
    Capacity registered();

    /** What is left of it; negative where it registered again with less than is reserved. */
    Capacity remaining();

    /** Whether no task and nothing else on it holds the port, as far as is known. */
    boolean isFree(HostPort port);

    /** How many tasks it runs, in the sense of {@code runningTasksCount}. */
    int runningTasksCount();

    /** How many tasks it is about to run, those of this placement included. */
    int pendingTasksCount();

    /** How many tasks of this group it runs or is about to run, without those that are to stop. */
    int tasksOfGroup(String group);

    /** How many tasks of this family it runs or is about to run, without those that are to stop. */
    int tasksOfFamily(String family);

    /** The task groups that it runs or is about to run something of, with their counts. */
    Map<String, Integer> tasksByGroup();

    /** What its tasks use; empty if its agent reports nothing. */
    Optional<Utilization> utilization();

    /** How many tasks it runs or is about to run. */
    default int tasksCount() {
        return runningTasksCount() + pendingTasksCount();
    }

    /** How many tasks of this service it runs or is about to run. */
    default int tasksOfService(String service) {
        return tasksOfGroup("service:" + service);
    }

    /** Its attribute {@code ecs.availability-zone}; empty if it has none. */
    default String zone() {
        return attributes().getOrDefault("ecs.availability-zone", "");
    }
}
