package dev.berth.domain.taskdefinition;

import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.tag.TagChange;
import dev.berth.domain.taskdefinition.TaskDefinition.Absent;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand.ChangeTags;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand.Register;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent.Registered;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent.TagsChanged;
import java.time.Instant;

/** The rules of a task definition: it is registered once, and only its tags can change. */
public final class TaskDefinitionDecider
        implements Decider<TaskDefinitionCommand, TaskDefinitionEvent, TaskDefinition> {

    @Override
    public TaskDefinition initial() {
        return new Absent();
    }

    @Override
    public Decision<TaskDefinitionEvent> decide(
            TaskDefinition state, TaskDefinitionCommand command, Instant now) {
        return switch (command) {
            case Register register ->
                    switch (state) {
                        case Absent _ -> first(register, now);
                        case TaskDefinition.Registered held -> again(held, register);
                    };
            case ChangeTags(var change) ->
                    switch (state) {
                        case Absent _ ->
                                reject(ErrorCode.CLIENT, "Unable to describe task definition.");
                        case TaskDefinition.Registered held ->
                                change.decide(held.tags(), TagsChanged::new);
                    };
        };
    }

    private static Decision<TaskDefinitionEvent> first(Register register, Instant now) {
        var registered =
                new Registered(
                        register.family(),
                        register.revision(),
                        register.document(),
                        register.shape(),
                        register.registeredBy(),
                        now);
        return new Decision.Accepted<>(
                TagChange.after(registered, register.tags(), TagsChanged::new), null);
    }

    private static Decision<TaskDefinitionEvent> again(
            TaskDefinition.Registered held, Register register) {
        return held.document().equals(register.document())
                ? nothing()
                : reject(
                        ErrorCode.CLIENT,
                        "The revision is already registered with other content. Register a new revision.");
    }

    @Override
    public TaskDefinition evolve(TaskDefinition state, TaskDefinitionEvent event) {
        return switch (event) {
            case Registered e ->
                    new TaskDefinition.Registered(
                            e.family(),
                            e.revision(),
                            e.document(),
                            e.shape(),
                            e.registeredBy(),
                            e.at());
            case TagsChanged(var change) ->
                    state instanceof TaskDefinition.Registered held
                            ? new TaskDefinition.Registered(
                                    held.family(),
                                    held.revision(),
                                    held.document(),
                                    held.shape(),
                                    held.registeredBy(),
                                    held.registeredAt(),
                                    change.after(held.tags()))
                            : state;
        };
    }
}
