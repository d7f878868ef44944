package dev.berth.ecs.taskdefinition;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.DeleteTaskDefinitionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * DeleteTaskDefinitions: INACTIVE revisions become DELETE_IN_PROGRESS. Their tasks continue to run,
 * and the revisions are shown while a task refers to them.
 */
public final class DeleteTaskDefinitions {
    private static final int MOST_DEFINITIONS = 10;

    private static final String NOT_THERE =
            "The specified task definition does not exist. Specify a valid account, family, revision"
                    + " and try again.";

    /** The message of ECS. */
    private static final String NOT_VALID =
            "The specified task definition identifier is not valid. Specify a valid name or ARN and"
                    + " try again.";

    private final ControlPlaneCalls calls;
    private final TaskDefinitionModel model;

    public DeleteTaskDefinitions(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new TaskDefinitionModel(calls.arns());
    }

    public Operation<?, ?> operation() {
        return new Operation<>(
                "DeleteTaskDefinitions",
                DeleteTaskDefinitionsRequest::builder,
                Members.supported("taskDefinitions*"),
                (request, _) -> delete(request));
    }

    private DeleteTaskDefinitionsResponse delete(DeleteTaskDefinitionsRequest request) {
        var named =
                Requests.eachOnce(request.taskDefinitions(), "taskDefinitions", MOST_DEFINITIONS);
        var deleted = new ArrayList<TaskDefinition>();
        var failures = new ArrayList<Failure>();
        for (var each : named) {
            try {
                delete(withRevision(each), deleted, failures);
            } catch (ApiException malformed) {
                failures.add(failure(each, malformed.getMessage()));
            }
        }
        return DeleteTaskDefinitionsResponse.builder()
                .taskDefinitions(deleted)
                .failures(failures)
                .build();
    }

    private Arns.TaskDefinitionReference withRevision(String given) {
        Arns.TaskDefinitionReference named;
        try {
            named = calls.arns().taskDefinition(given);
        } catch (ApiException malformed) {
            throw malformed.code().equals("ClientException")
                    ? ApiException.client(NOT_VALID)
                    : malformed;
        }
        if (named.revision() == null) {
            throw ApiException.client(NOT_VALID);
        }
        return named;
    }

    private void delete(
            Arns.TaskDefinitionReference named,
            List<TaskDefinition> deleted,
            List<Failure> failures) {
        if (model.of(named, calls.plane().account()).isEmpty()) {
            failures.add(failure(named, NOT_THERE));
            return;
        }
        var asked =
                calls.plane()
                        .ask(
                                AggregateKind.FAMILY.at(named.family()),
                                new FamilyCommand.DeleteRevision(named.revision()));
        switch (ControlPlaneCalls.await(asked)) {
            case Reply.Done _ -> model.of(named, calls.plane().account()).ifPresent(deleted::add);
            case Reply.Refused(_, var sentence) -> failures.add(failure(named, sentence));
        }
    }

    private Failure failure(Arns.TaskDefinitionReference named, String sentence) {
        return failure(calls.arns().taskDefinition(named.family(), named.revision()), sentence);
    }

    private static Failure failure(String name, String sentence) {
        return Failure.builder().arn(name).reason(sentence).build();
    }
}
