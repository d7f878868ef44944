package dev.berth.domain.taskdefinition;

import dev.berth.domain.Aggregate;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;

/** The events of a task definition. */
public sealed interface TaskDefinitionEvent extends Aggregate.Event {

    record Registered(
            String family,
            int revision,
            String document,
            TaskShape shape,
            String registeredBy,
            Instant at)
            implements TaskDefinitionEvent {}

    record TagsChanged(TagChange change) implements TaskDefinitionEvent {}
}
