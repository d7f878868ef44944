package dev.berth.ecs.taskdefinition;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.taskdefinition.TaskDefinitions;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.placement.Placements;
import dev.berth.ecs.tag.TagModel;
import dev.berth.wire.ApiException;
import dev.berth.wire.Call;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DeregisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.DescribeTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionResponse;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** RegisterTaskDefinition, DeregisterTaskDefinition, DescribeTaskDefinition. */
public final class TaskDefinitionOperations {
    private final ControlPlaneCalls calls;
    private final TaskDefinitionModel model;

    public TaskDefinitionOperations(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new TaskDefinitionModel(calls.arns());
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "RegisterTaskDefinition",
                        RegisterTaskDefinitionRequest::builder,
                        TaskDefinitionRules.members(),
                        this::register),
                new Operation<>(
                        "DeregisterTaskDefinition",
                        DeregisterTaskDefinitionRequest::builder,
                        Members.supported("taskDefinition*"),
                        (request, _) -> deregister(request)),
                new Operation<>(
                        "DescribeTaskDefinition",
                        DescribeTaskDefinitionRequest::builder,
                        Members.supported("taskDefinition*", "include"),
                        (request, _) -> describe(request)));
    }

    private RegisterTaskDefinitionResponse register(
            RegisterTaskDefinitionRequest request, Call call) {
        TaskDefinitionRules.check(request);
        Placements.checkDefinition(
                request.placementConstraints(), calls.plane().launchers().points());
        var tags = TagModel.of(request.tags());
        var document = TaskDefinitionDocument.of(withoutTags(request));
        var family = request.family();
        var registration =
                new TaskDefinitions.Registration(
                        family,
                        document.json(),
                        document.shape(),
                        calls.arns().principal(call.accessKeyId()),
                        tags);
        var outcome =
                ControlPlaneCalls.await(calls.plane().taskDefinitions().register(registration));
        var revision =
                switch (outcome) {
                    case TaskDefinitions.Outcome.Registered(int number) -> number;
                    case TaskDefinitions.Outcome.Refused(var code, var message) ->
                            throw ApiException.of(code, message);
                };
        return RegisterTaskDefinitionResponse.builder()
                .taskDefinition(shown(family, revision))
                .tags(TagModel.shown(tags))
                .build();
    }

    /** Tags can change; the document never changes, so its encoding is cached. */
    private static RegisterTaskDefinitionRequest withoutTags(
            RegisterTaskDefinitionRequest request) {
        return request.toBuilder().tags((Collection<Tag>) null).build();
    }

    private DeregisterTaskDefinitionResponse deregister(DeregisterTaskDefinitionRequest request) {
        var named = calls.arns().taskDefinition(request.taskDefinition());
        if (named.revision() == null) {
            throw ApiException.client("Revision is missing.");
        }
        find(account(), named).orElseThrow(TaskDefinitionOperations::unknown);
        calls.ask(
                AggregateKind.FAMILY.at(named.family()),
                new FamilyCommand.DeregisterRevision(named.revision()));
        return DeregisterTaskDefinitionResponse.builder()
                .taskDefinition(shown(named.family(), named.revision()))
                .build();
    }

    private DescribeTaskDefinitionResponse describe(DescribeTaskDefinitionRequest request) {
        var include = Requests.eachOf("include", request.includeAsStrings(), "TAGS");
        var named = calls.arns().taskDefinition(request.taskDefinition());
        var found = find(account(), named).orElseThrow(TaskDefinitionOperations::unknown);
        return DescribeTaskDefinitionResponse.builder()
                .taskDefinition(shown(found.family(), found.revision()))
                .tags(
                        include.contains(TagModel.INCLUDED)
                                ? TagModel.shown(found.tags())
                                : List.of())
                .build();
    }

    private AccountSnapshot account() {
        return calls.plane().account();
    }

    /** The given revision, or the newest ACTIVE revision of the given family. */
    public static Optional<Registered> find(
            AccountSnapshot account, Arns.TaskDefinitionReference named) {
        return named.revision() == null
                ? account.latestActive(named.family())
                : account.shownDefinition(named.family(), named.revision());
    }

    public static ApiException unknown() {
        return ApiException.client("Unable to describe task definition.");
    }

    public static boolean isActive(AccountSnapshot account, Registered registered) {
        return account.family(registered.family())
                .map(Known::revisions)
                .map(revisions -> revisions.get(registered.revision()))
                .filter(revision -> revision.status() == Status.ACTIVE)
                .isPresent();
    }

    private TaskDefinition shown(String family, int revision) {
        return model.of(new Arns.TaskDefinitionReference(family, revision), account())
                .orElseThrow(TaskDefinitionOperations::unknown);
    }
}
