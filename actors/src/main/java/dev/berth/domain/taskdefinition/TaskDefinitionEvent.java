package dev.berth.domain.taskdefinition;

import dev.berth.domain.Aggregate;
import java.time.Instant;

/** What happened to a task definition. */
public sealed interface TaskDefinitionEvent extends Aggregate.Event {

    record Registered(
            String family,
            int revision,
            String document,
            TaskShape shape,
            String registeredBy,
            Instant at)
            implements TaskDefinitionEvent {}
}
