package dev.berth.actors.journal;

import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.family.FamilyEvent;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceEvent;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What stands in the journal under which name. A line is never changed or removed: a record that
 * needs another shape gets a new line with a higher version, and the old one is read for ever.
 */
public final class EventTable {

    /**
     * @param manifest short name and version, such as {@code task.launched/1}
     */
    public record Entry(String manifest, Class<?> type) {}

    public static final List<Entry> ENTRIES =
            List.of(
                    new Entry("cluster.created/1", ClusterEvent.Created.class),
                    new Entry("cluster.tags-changed/1", ClusterEvent.TagsChanged.class),
                    new Entry("cluster.deleted/1", ClusterEvent.Deleted.class),
                    new Entry("cluster.forgotten/1", ClusterEvent.Forgotten.class),
                    new Entry("cluster.snapshot-active/1", Cluster.Active.class),
                    new Entry("cluster.snapshot-active/2", Cluster.Active.class),
                    new Entry("cluster.snapshot-inactive/1", Cluster.Inactive.class),
                    new Entry("cluster.snapshot-forgotten/1", Cluster.Forgotten.class),
                    new Entry("instance.registered/1", InstanceEvent.Registered.class),
                    new Entry("instance.reserved/1", InstanceEvent.Reserved.class),
                    new Entry("instance.released/1", InstanceEvent.Released.class),
                    new Entry("instance.sequence-reserved/1", InstanceEvent.SequenceReserved.class),
                    new Entry("instance.status-changed/1", InstanceEvent.StatusChanged.class),
                    new Entry("instance.tags-changed/1", InstanceEvent.TagsChanged.class),
                    new Entry(
                            "instance.attributes-changed/1", InstanceEvent.AttributesChanged.class),
                    new Entry("instance.deregistered/1", InstanceEvent.Deregistered.class),
                    new Entry("instance.snapshot-registered/1", ContainerInstance.Registered.class),
                    new Entry("instance.snapshot-registered/2", ContainerInstance.Registered.class),
                    new Entry("instance.snapshot-inactive/1", ContainerInstance.Inactive.class),
                    new Entry("family.revision-given/1", FamilyEvent.RevisionGiven.class),
                    new Entry(
                            "family.revision-deregistered/1",
                            FamilyEvent.RevisionDeregistered.class),
                    new Entry(
                            "family.revision-deletion-requested/1",
                            FamilyEvent.RevisionDeletionRequested.class),
                    new Entry("family.revision-forgotten/1", FamilyEvent.RevisionForgotten.class),
                    new Entry("family.forgotten/1", FamilyEvent.Forgotten.class),
                    new Entry("family.snapshot/1", TaskDefinitionFamily.Known.class),
                    new Entry("family.snapshot/2", TaskDefinitionFamily.Known.class),
                    new Entry("family.snapshot-forgotten/1", TaskDefinitionFamily.Forgotten.class),
                    new Entry("task-definition.registered/1", TaskDefinitionEvent.Registered.class),
                    new Entry(
                            "task-definition.tags-changed/1",
                            TaskDefinitionEvent.TagsChanged.class),
                    new Entry("task.launched/1", TaskEvent.Launched.class),
                    new Entry("task.tags-changed/1", TaskEvent.TagsChanged.class),
                    new Entry("task.abandoned/1", TaskEvent.Abandoned.class),
                    new Entry("task.stop-requested/1", TaskEvent.StopRequested.class),
                    new Entry("task.progressed/1", TaskEvent.Progressed.class),
                    new Entry("task.stopped/1", TaskEvent.Stopped.class),
                    new Entry("task.examined/1", TaskEvent.Examined.class));

    private static final Map<String, Entry> BY_MANIFEST =
            ENTRIES.stream().collect(Collectors.toMap(Entry::manifest, Function.identity()));

    /** The newest version of each type, which is the one that is written. */
    private static final Map<Class<?>, Entry> BY_TYPE =
            ENTRIES.stream()
                    .collect(
                            Collectors.toMap(
                                    Entry::type, Function.identity(), (_, newer) -> newer));

    private EventTable() {}

    public static Optional<Class<?>> type(String manifest) {
        return Optional.ofNullable(BY_MANIFEST.get(manifest)).map(Entry::type);
    }

    /** Every name, old and new, under which one of these types stands. */
    static Set<String> manifests(Class<?>... types) {
        var wanted = Set.of(types);
        return ENTRIES.stream()
                .filter(entry -> wanted.contains(entry.type()))
                .map(Entry::manifest)
                .collect(Collectors.toUnmodifiableSet());
    }

    public static Optional<String> manifest(Class<?> type) {
        return Optional.ofNullable(BY_TYPE.get(type)).map(Entry::manifest);
    }
}
