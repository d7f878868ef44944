package dev.berth.ecs.service;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.service.Service.Known;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceDeployment;
import dev.berth.domain.service.ServiceRevision;
import dev.berth.ecs.Arns.ServicePart;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.ecs.taskdefinition.TaskDefinitionDocument;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.CreatedAt;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServiceRevisionsResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsRequest;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentRequest;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentResponse;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/**
 * ListServiceDeployments, DescribeServiceDeployments, DescribeServiceRevisions,
 * StopServiceDeployment.
 */
final class ServiceDeploymentOperations {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceDeploymentOperations.class);
    private static final int MOST_DESCRIBED = 20;
    private static final int PAGE = 20;

    private final ControlPlaneCalls calls;

    ServiceDeploymentOperations(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    List<Operation<?, ?>> all() {
        return List.of(
                new Operation<>(
                        "ListServiceDeployments",
                        ListServiceDeploymentsRequest::builder,
                        Members.supported(
                                "cluster",
                                "service*",
                                "status",
                                "createdAt",
                                "nextToken",
                                "maxResults"),
                        (request, _) -> list(request)),
                new Operation<>(
                        "DescribeServiceDeployments",
                        DescribeServiceDeploymentsRequest::builder,
                        Members.supported("serviceDeploymentArns*"),
                        (request, _) -> describe(request)),
                new Operation<>(
                        "DescribeServiceRevisions",
                        DescribeServiceRevisionsRequest::builder,
                        Members.supported("serviceRevisionArns*"),
                        (request, _) -> describe(request)),
                new Operation<>(
                        "StopServiceDeployment",
                        StopServiceDeploymentRequest::builder,
                        Members.supported("serviceDeploymentArn*", "stopType"),
                        (request, _) -> stop(request)));
    }

    /** The newest first. */
    private ListServiceDeploymentsResponse list(ListServiceDeploymentsRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var name = calls.arns().service(request.service()).within(cluster).id();
        var statuses = statuses(request.statusAsStrings());
        var service =
                calls.snapshot(cluster).service(name).orElseThrow(ApiException::serviceNotFound);
        var model = new DeploymentModel(calls.arns(), service);
        var entries =
                service.details().rollouts().history().stream()
                        .filter(
                                entry ->
                                        statuses.isEmpty()
                                                || statuses.contains(entry.status().name()))
                        .filter(entry -> isWithin(entry, request.createdAt()))
                        .toList();
        var page =
                Page.of(
                        calls.pageTokens(),
                        after -> behind(entries, after).map(ServiceDeployment::id),
                        "ListServiceDeployments %s %s %s %s"
                                .formatted(cluster, name, statuses, request.createdAt()),
                        Requests.orElse(request.maxResults(), PAGE),
                        request.nextToken());
        return ListServiceDeploymentsResponse.builder()
                .serviceDeployments(
                        entries.stream()
                                .filter(entry -> page.entries().contains(entry.id()))
                                .map(model::brief)
                                .toList())
                .nextToken(page.nextToken())
                .build();
    }

    private static Set<String> statuses(List<String> given) {
        return Requests.eachOf(
                "status",
                given,
                "PENDING",
                "SUCCESSFUL",
                "STOPPED",
                "STOP_REQUESTED",
                "IN_PROGRESS",
                "ROLLBACK_REQUESTED",
                "ROLLBACK_IN_PROGRESS",
                "ROLLBACK_SUCCESSFUL",
                "ROLLBACK_FAILED");
    }

    private static boolean isWithin(ServiceDeployment entry, CreatedAt given) {
        var at = entry.times().createdAt();
        return given == null
                || ((given.after() == null || !at.isBefore(given.after()))
                        && (given.before() == null || !at.isAfter(given.before())));
    }

    /** Nothing is behind an entry that has left the history: the oldest leave it. */
    private static Stream<ServiceDeployment> behind(List<ServiceDeployment> entries, String id) {
        return id == null
                ? entries.stream()
                : entries.stream().dropWhile(entry -> !entry.id().equals(id)).skip(1);
    }

    private DescribeServiceDeploymentsResponse describe(DescribeServiceDeploymentsRequest request) {
        var found = new ArrayList<software.amazon.awssdk.services.ecs.model.ServiceDeployment>();
        var failures = new ArrayList<Failure>();
        for (var arn : each(request.serviceDeploymentArns(), "serviceDeploymentArns")) {
            var named = calls.arns().serviceDeployment(arn);
            shown(named).ifPresentOrElse(found::add, () -> failures.add(Requests.missing(arn)));
        }
        return DescribeServiceDeploymentsResponse.builder()
                .serviceDeployments(found)
                .failures(failures)
                .build();
    }

    private Optional<software.amazon.awssdk.services.ecs.model.ServiceDeployment> shown(
            ServicePart named) {
        var contents = calls.snapshot(calls.activeCluster(named.cluster()));
        return contents.service(named.service())
                .flatMap(
                        service ->
                                entry(service, named.id())
                                        .map(
                                                entry ->
                                                        new DeploymentModel(calls.arns(), service)
                                                                .full(
                                                                        entry,
                                                                        TasksByDeployment.of(
                                                                                service.details(),
                                                                                contents,
                                                                                calls.plane()))));
    }

    private static Optional<ServiceDeployment> entry(Known service, String id) {
        return service.details().rollouts().history().stream()
                .filter(entry -> entry.id().equals(id))
                .findFirst();
    }

    private DescribeServiceRevisionsResponse describe(DescribeServiceRevisionsRequest request) {
        var found = new ArrayList<software.amazon.awssdk.services.ecs.model.ServiceRevision>();
        var failures = new ArrayList<Failure>();
        for (var arn : each(request.serviceRevisionArns(), "serviceRevisionArns")) {
            var named = calls.arns().serviceRevision(arn);
            revision(named).ifPresentOrElse(found::add, () -> failures.add(Requests.missing(arn)));
        }
        return DescribeServiceRevisionsResponse.builder()
                .serviceRevisions(found)
                .failures(failures)
                .build();
    }

    private Optional<software.amazon.awssdk.services.ecs.model.ServiceRevision> revision(
            ServicePart named) {
        return calls.snapshot(calls.activeCluster(named.cluster()))
                .service(named.service())
                .flatMap(
                        service ->
                                Optional.ofNullable(
                                                service.details()
                                                        .rollouts()
                                                        .revisions()
                                                        .get(named.id()))
                                        .map(
                                                revision ->
                                                        new DeploymentModel(calls.arns(), service)
                                                                .revision(
                                                                        revision,
                                                                        definition(revision))));
    }

    private TaskDefinition definition(ServiceRevision revision) {
        return calls.plane()
                .account()
                .shownDefinition(revision.family(), revision.revision())
                .map(found -> TaskDefinitionDocument.read(found.document()).build())
                .orElse(null);
    }

    private static Set<String> each(List<String> arns, String member) {
        return Requests.eachOnce(arns, member, MOST_DESCRIBED);
    }

    private StopServiceDeploymentResponse stop(StopServiceDeploymentRequest request) {
        var named = calls.arns().serviceDeployment(request.serviceDeploymentArn());
        var stopType = Requests.oneOf("stopType", request.stopTypeAsString(), "ROLLBACK", "ABORT");
        var cluster = calls.activeCluster(named.cluster());
        calls.snapshot(cluster)
                .service(named.service())
                .flatMap(service -> entry(service, named.id()))
                .orElseThrow(
                        () ->
                                ApiException.of(
                                        ErrorCode.SERVICE_DEPLOYMENT_NOT_FOUND,
                                        "Service deployment not found."));
        calls.ask(
                AggregateKind.SERVICE.at(cluster, named.service()),
                new ServiceCommand.StopDeployment(named.id(), "ABORT".equals(stopType)));
        LOG.info("Service deployment {} of {} stopped", named.id(), named.service());
        return StopServiceDeploymentResponse.builder()
                .serviceDeploymentArn(request.serviceDeploymentArn())
                .build();
    }
}
