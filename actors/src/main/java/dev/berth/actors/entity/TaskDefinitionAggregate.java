package dev.berth.actors.entity;

import dev.berth.domain.check.AggregateCheck;
import dev.berth.domain.taskdefinition.TaskDefinition;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskDefinitionDecider;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent;
import java.util.List;

/**
 * Task definitions: one for each revision, with the id {@code family:revision}. Lists go by the
 * family, which keeps the status of each revision.
 */
public final class TaskDefinitionAggregate {

    private TaskDefinitionAggregate() {}

    static AggregateKind<TaskDefinitionCommand, TaskDefinitionEvent, TaskDefinition> kind() {
        return new AggregateKind<>(
                "TaskDefinition",
                TaskDefinitionEvent.class,
                TaskDefinition.class,
                new TaskDefinitionDecider(),
                List.of(
                        JournalName.of(
                                "task-definition.registered/1",
                                TaskDefinitionEvent.Registered.class),
                        JournalName.of(
                                "task-definition.tags-changed/1",
                                TaskDefinitionEvent.TagsChanged.class)),
                Shown.in(
                        Shown.Place.ACCOUNT,
                        TaskDefinition.Registered.class::isInstance,
                        _ -> null,
                        List.of()),
                new RetentionRule.WhileReferred<>(),
                AggregateCheck.sequenceNumbers());
    }
}
