package dev.berth.domain.taskdefinition;

import dev.berth.domain.Aggregate;

/** What a task definition can be asked to do. */
public sealed interface TaskDefinitionCommand extends Aggregate.Command {

    /** Fills the revision that its family gave out. */
    record Register(
            String family, int revision, String document, TaskShape shape, String registeredBy)
            implements TaskDefinitionCommand {}
}
