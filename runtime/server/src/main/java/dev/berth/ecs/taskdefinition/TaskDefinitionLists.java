package dev.berth.ecs.taskdefinition;

import dev.berth.actors.entity.FamilyAggregate;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;

/** ListTaskDefinitions, ListTaskDefinitionFamilies. */
public final class TaskDefinitionLists {
    private final ControlPlaneCalls calls;

    public TaskDefinitionLists(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    public List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "ListTaskDefinitions",
                        ListTaskDefinitionsRequest::builder,
                        Members.supported(
                                "familyPrefix", "status", "sort", "nextToken", "maxResults"),
                        (request, _) -> definitions(request)),
                new Operation<>(
                        "ListTaskDefinitionFamilies",
                        ListTaskDefinitionFamiliesRequest::builder,
                        Members.supported("familyPrefix", "status", "nextToken", "maxResults"),
                        (request, _) -> families(request)));
    }

    /** {@code familyPrefix} is the name of a whole family here, as in ECS. */
    private ListTaskDefinitionsResponse definitions(ListTaskDefinitionsRequest request) {
        var given =
                Requests.oneOf(
                        "status",
                        request.statusAsString(),
                        "ACTIVE",
                        "INACTIVE",
                        "DELETE_IN_PROGRESS");
        var status = Status.valueOf(Requests.orElse(given, "ACTIVE"));
        var sort = Requests.oneOf("sort", request.sortAsString(), "ASC", "DESC");
        var order = new RevisionOrder("DESC".equals(sort));
        var family = Requests.orElse(request.familyPrefix(), "");
        var account = calls.plane().account();
        var page =
                Page.of(
                        calls.pageTokens(),
                        after -> order.keys(account, family, status, after),
                        "ListTaskDefinitions " + request.familyPrefix() + " " + status + " " + sort,
                        request.maxResults(),
                        request.nextToken());
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(page.entries().stream().map(this::arn).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private String arn(String key) {
        return calls.arns().taskDefinition(RevisionOrder.family(key), RevisionOrder.revision(key));
    }

    /** Without a status, families of both. */
    private ListTaskDefinitionFamiliesResponse families(ListTaskDefinitionFamiliesRequest request) {
        var given = Requests.oneOf("status", request.statusAsString(), "ACTIVE", "INACTIVE", "ALL");
        var status = Requests.orElse(given, "ALL");
        var prefix = Requests.orElse(request.familyPrefix(), "");
        var account = calls.plane().account();
        var page =
                Page.of(
                        calls.pageTokens(),
                        after -> families(account, prefix, status, after),
                        "ListTaskDefinitionFamilies " + prefix + " " + status,
                        request.maxResults(),
                        request.nextToken());
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.entries())
                .nextToken(page.nextToken())
                .build();
    }

    private static Stream<String> families(
            AccountSnapshot account, String prefix, String status, String after) {
        var active = List.of(new Term<>(FamilyAggregate.REVISION_STATUS, Status.ACTIVE.name()));
        List<Term<TaskDefinitionFamily>> terms = status.equals("ACTIVE") ? active : List.of();
        // The last name before those with the prefix is not known, so the prefix itself is looked
        // at.
        var first = after == null ? Stream.of(prefix) : Stream.<String>empty();
        return Stream.concat(
                        first.filter(name -> isActive(account, name) || !status.equals("ACTIVE")),
                        account.families().select(terms, after == null ? prefix : after))
                .takeWhile(name -> name.startsWith(prefix))
                .flatMap(name -> account.family(name).stream())
                .filter(known -> !status.equals("INACTIVE") || !isActive(account, known.family()))
                .filter(known -> hasRevisions(account, known))
                .map(Known::family);
    }

    /**
     * The numbers of a family continue after its last revision, so that none is used twice; its
     * name is not shown.
     */
    private static boolean hasRevisions(AccountSnapshot account, Known known) {
        return known.revisions().byNumber().keySet().stream()
                .anyMatch(revision -> account.definition(known.family(), revision).isPresent());
    }

    private static boolean isActive(AccountSnapshot account, String family) {
        return account.family(family)
                .filter(known -> !known.revisions().in(Status.ACTIVE).isEmpty())
                .isPresent();
    }
}
