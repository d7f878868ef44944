package dev.berth.agent.docker;

import java.util.Map;
import java.util.TreeMap;

/**
 * The labels of every container of an agent: the five of Amazon's agent, and the container
 * instance.
 */
public final class OwnLabels {
    /** The ARN of the container instance. An agent changes only containers with its own ARN. */
    public static final String INSTANCE = "dev.berth.instance";

    public static final String TASK = "com.amazonaws.ecs.task-arn";
    public static final String CONTAINER = "com.amazonaws.ecs.container-name";
    public static final String FAMILY = "com.amazonaws.ecs.task-definition-family";
    public static final String VERSION = "com.amazonaws.ecs.task-definition-version";
    private static final String CLUSTER = "com.amazonaws.ecs.cluster";

    private OwnLabels() {}

    static Map<String, String> of(
            String instance,
            String cluster,
            String task,
            String family,
            String version,
            String container) {
        return new TreeMap<>(
                Map.of(
                        INSTANCE, instance,
                        CLUSTER, cluster,
                        TASK, task,
                        FAMILY, family,
                        VERSION, version,
                        CONTAINER, container));
    }
}
