package dev.berth.ecs;

/** The resource of a tag operation. */
public sealed interface Taggable {

    record OfCluster(String name) implements Taggable {}

    record OfInstance(String cluster, String id) implements Taggable {}

    record OfService(String cluster, String name) implements Taggable {}

    record OfTask(String cluster, String id) implements Taggable {}

    record OfTaskDefinition(String family, int revision) implements Taggable {}
}
