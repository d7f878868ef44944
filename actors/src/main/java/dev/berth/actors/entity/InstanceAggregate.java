package dev.berth.actors.entity;

import dev.berth.domain.check.AggregateCheck;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.InstanceCommand;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.instance.InstanceEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Container instances. */
public final class InstanceAggregate {

    /** The key in {@link #STATUS} of every instance that is not INACTIVE. */
    public static final String REGISTERED = "REGISTERED";

    /** By {@code ACTIVE}, {@code DRAINING} or {@code INACTIVE}, and {@link #REGISTERED}. */
    public static final Index<ContainerInstance> STATUS =
            new Index<>("status", InstanceAggregate::status, InstanceAggregate::statusKeys);

    /** Registered instances by {@code name} and by {@code name=value} of each attribute. */
    public static final Index<ContainerInstance> ATTRIBUTE =
            new Index<>(
                    "attribute", InstanceAggregate::attributes, InstanceAggregate::attributeKeys);

    private InstanceAggregate() {}

    static AggregateKind<InstanceCommand, InstanceEvent, ContainerInstance> kind() {
        return new AggregateKind<>(
                "ContainerInstance",
                InstanceEvent.class,
                ContainerInstance.class,
                new InstanceDecider(),
                List.of(
                        JournalName.of("instance.registered/1", InstanceEvent.Registered.class),
                        JournalName.of("instance.reserved/1", InstanceEvent.Reserved.class),
                        JournalName.of("instance.released/1", InstanceEvent.Released.class),
                        JournalName.of(
                                "instance.sequence-reserved/1",
                                InstanceEvent.SequenceReserved.class),
                        JournalName.of(
                                "instance.status-changed/1", InstanceEvent.StatusChanged.class),
                        JournalName.of("instance.tags-changed/1", InstanceEvent.TagsChanged.class),
                        JournalName.of(
                                "instance.attributes-changed/1",
                                InstanceEvent.AttributesChanged.class),
                        JournalName.of(
                                "instance.versions-changed/1", InstanceEvent.VersionsChanged.class),
                        JournalName.of("instance.deregistered/1", InstanceEvent.Deregistered.class),
                        JournalName.of(
                                "instance.snapshot-registered/1",
                                ContainerInstance.Registered.class),
                        JournalName.of(
                                "instance.snapshot-registered/2",
                                ContainerInstance.Registered.class),
                        JournalName.of(
                                "instance.snapshot-inactive/1", ContainerInstance.Inactive.class)),
                Shown.in(
                        Shown.Place.CLUSTER,
                        state -> !(state instanceof ContainerInstance.Absent),
                        InstanceAggregate::endedAt,
                        List.of(STATUS, ATTRIBUTE)),
                new RetentionRule.WhileShown<>(
                        List.of(
                                RetentionRule.Ending.of(
                                        InstanceEvent.Deregistered.class,
                                        InstanceEvent.Deregistered::at))),
                AggregateCheck.instances());
    }

    private static Instant endedAt(ContainerInstance state) {
        return state instanceof ContainerInstance.Inactive inactive
                ? inactive.deregisteredAt()
                : null;
    }

    private static String status(ContainerInstance state) {
        return switch (state) {
            case ContainerInstance.Absent _ -> "";
            case ContainerInstance.Registered registered -> registered.status().name();
            case ContainerInstance.Inactive _ -> "INACTIVE";
        };
    }

    private static Set<String> statusKeys(ContainerInstance state) {
        return switch (state) {
            case ContainerInstance.Absent _ -> Set.of();
            case ContainerInstance.Registered _ -> Set.of(status(state), REGISTERED);
            case ContainerInstance.Inactive _ -> Set.of(status(state));
        };
    }

    private static Map<String, String> attributes(ContainerInstance state) {
        return state instanceof ContainerInstance.Registered registered
                ? registered.attributes()
                : Map.of();
    }

    private static Set<String> attributeKeys(ContainerInstance state) {
        var keys = new HashSet<String>();
        attributes(state)
                .forEach(
                        (name, value) -> {
                            keys.add(name);
                            keys.add(attribute(name, value));
                        });
        return keys;
    }

    /** The key in {@link #ATTRIBUTE} of instances whose attribute has this value. */
    public static String attribute(String name, String value) {
        return name + "=" + value;
    }
}
