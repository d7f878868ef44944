package dev.berth.api;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionFamiliesResponse;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsRequest;
import software.amazon.awssdk.services.ecs.model.ListTaskDefinitionsResponse;

/** ListTaskDefinitions, ListTaskDefinitionFamilies. */
final class TaskDefinitionLists {
    private final ControlPlaneCalls calls;

    TaskDefinitionLists(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "ListTaskDefinitions",
                        ListTaskDefinitionsRequest::builder,
                        Members.built("familyPrefix", "status", "sort", "nextToken", "maxResults"),
                        (request, _) -> definitions(request)),
                new Operation<>(
                        "ListTaskDefinitionFamilies",
                        ListTaskDefinitionFamiliesRequest::builder,
                        Members.built("familyPrefix", "status", "nextToken", "maxResults"),
                        (request, _) -> families(request)));
    }

    /** {@code familyPrefix} is a whole family's name here, as in ECS. */
    private ListTaskDefinitionsResponse definitions(ListTaskDefinitionsRequest request) {
        var given =
                Requests.oneOf(
                        "status",
                        request.statusAsString(),
                        "ACTIVE",
                        "INACTIVE",
                        "DELETE_IN_PROGRESS");
        var status = Requests.orElse(given, "ACTIVE");
        var sort = Requests.oneOf("sort", request.sortAsString(), "ASC", "DESC");
        var descending = "DESC".equals(sort);
        var account = calls.plane().account();
        var order = Comparator.<String>naturalOrder();
        var keys =
                families(account)
                        .filter(known -> isNamed(known, request.familyPrefix()))
                        .flatMap(known -> keys(account, known, status))
                        .sorted(descending ? order.reversed() : order)
                        .toList();
        var list = "ListTaskDefinitions " + request.familyPrefix() + " " + status + " " + sort;
        var page = Page.of(keys, descending, list, request.maxResults(), request.nextToken());
        return ListTaskDefinitionsResponse.builder()
                .taskDefinitionArns(page.entries().stream().map(this::arn).toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static boolean isNamed(Known known, String family) {
        return family == null || family.isEmpty() || known.family().equals(family);
    }

    /** In the order of these keys revisions are in the order of their numbers. */
    private static Stream<String> keys(AccountSnapshot account, Known known, String status) {
        return known.revisions().entrySet().stream()
                .filter(entry -> entry.getValue().status().name().equals(status))
                .filter(entry -> account.definition(known.family(), entry.getKey()).isPresent())
                .map(entry -> "%s %010d".formatted(known.family(), entry.getKey()));
    }

    private String arn(String key) {
        var space = key.indexOf(' ');
        return calls.arns()
                .taskDefinition(
                        key.substring(0, space), Integer.parseInt(key.substring(space + 1)));
    }

    /** Without a status, families of either. */
    private ListTaskDefinitionFamiliesResponse families(ListTaskDefinitionFamiliesRequest request) {
        var given = Requests.oneOf("status", request.statusAsString(), "ACTIVE", "INACTIVE", "ALL");
        var status = Requests.orElse(given, "ALL");
        var prefix = Requests.orElse(request.familyPrefix(), "");
        var account = calls.plane().account();
        var names =
                families(account)
                        .filter(known -> hasRevisions(account, known))
                        .filter(known -> known.family().startsWith(prefix))
                        .filter(known -> status.equals("ALL") || status.equals(status(known)))
                        .map(Known::family)
                        .toList();
        var list = "ListTaskDefinitionFamilies " + prefix + " " + status;
        var page = Page.of(names, list, request.maxResults(), request.nextToken());
        return ListTaskDefinitionFamiliesResponse.builder()
                .families(page.entries())
                .nextToken(page.nextToken())
                .build();
    }

    private static Stream<Known> families(AccountSnapshot account) {
        return account.families().keySet().stream().flatMap(name -> account.family(name).stream());
    }

    /** A family goes on after its last revision, so that no number comes twice; its name hides. */
    private static boolean hasRevisions(AccountSnapshot account, Known known) {
        return known.revisions().keySet().stream()
                .anyMatch(revision -> account.definition(known.family(), revision).isPresent());
    }

    private static String status(Known known) {
        return known.revisions().values().stream()
                        .anyMatch(revision -> revision.status() == Status.ACTIVE)
                ? "ACTIVE"
                : "INACTIVE";
    }
}
