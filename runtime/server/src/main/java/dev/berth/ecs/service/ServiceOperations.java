package dev.berth.ecs.service;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.ServiceAggregate;
import dev.berth.actors.view.AggregateTable.Term;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.Requests;
import dev.berth.wire.ApiException;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import dev.berth.wire.Page;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.ecs.model.DeleteServiceRequest;
import software.amazon.awssdk.services.ecs.model.DeleteServiceResponse;
import software.amazon.awssdk.services.ecs.model.DescribeServicesRequest;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListServicesRequest;
import software.amazon.awssdk.services.ecs.model.ListServicesResponse;

/** Every operation of services; DescribeServices, ListServices and DeleteService themselves. */
public final class ServiceOperations {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceOperations.class);
    private static final int MOST_DESCRIBED = 10;
    private static final int PAGE = 10;

    private final ControlPlaneCalls calls;
    private final ServiceModel model;
    private final ShownServices shown;

    public ServiceOperations(ControlPlaneCalls calls) {
        this.calls = calls;
        this.model = new ServiceModel(calls);
        this.shown = new ShownServices(calls);
    }

    public List<Operation<?, ?>> all() {
        var operations = new ArrayList<Operation<?, ?>>();
        operations.add(new CreateService(calls).operation());
        operations.add(new UpdateService(calls).operation());
        operations.add(
                new Operation<>(
                        "DeleteService",
                        DeleteServiceRequest::builder,
                        Members.supported("cluster", "service*", "force"),
                        (request, _) -> delete(request)));
        operations.add(
                new Operation<>(
                        "DescribeServices",
                        DescribeServicesRequest::builder,
                        Members.supported("cluster", "services", "include"),
                        (request, _) -> describe(request)));
        operations.add(
                new Operation<>(
                        "ListServices",
                        ListServicesRequest::builder,
                        Members.supported(
                                        "cluster",
                                        "nextToken",
                                        "maxResults",
                                        "launchType",
                                        "schedulingStrategy")
                                .accepting("resourceManagementType", "CUSTOMER"),
                        (request, _) -> list(request)));
        operations.addAll(new ServiceDeploymentOperations(calls).all());
        operations.addAll(new TaskProtectionOperations(calls).all());
        return operations;
    }

    /** A service that is being deleted already is answered as it is. */
    private DeleteServiceResponse delete(DeleteServiceRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var name = calls.arns().service(request.service()).within(cluster).id();
        calls.snapshot(cluster).service(name).orElseThrow(ApiException::serviceNotFound);
        calls.ask(
                AggregateKind.SERVICE.at(cluster, name),
                new ServiceCommand.Delete(Boolean.TRUE.equals(request.force())));
        LOG.info("Service {} deleted", name);
        return DeleteServiceResponse.builder()
                .service(shown.of(cluster, name).orElseThrow(ApiException::serviceNotFound))
                .build();
    }

    private DescribeServicesResponse describe(DescribeServicesRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var include = Requests.eachOf("include", request.includeAsStrings(), "TAGS");
        Requests.require(request.services(), "services");
        var contents = calls.snapshot(cluster);
        var services = new ArrayList<software.amazon.awssdk.services.ecs.model.Service>();
        var failures = new ArrayList<Failure>();
        for (var given : Requests.eachOnce(request.services(), "services", MOST_DESCRIBED)) {
            var name = calls.arns().service(given).within(cluster).id();
            contents.service(name)
                    .ifPresentOrElse(
                            service -> services.add(model.of(service, contents, include)),
                            () ->
                                    failures.add(
                                            Requests.missing(calls.arns().service(cluster, name))));
        }
        return DescribeServicesResponse.builder().services(services).failures(failures).build();
    }

    /** Those that are not INACTIVE, by name. */
    private ListServicesResponse list(ListServicesRequest request) {
        var cluster = calls.activeCluster(request.cluster());
        var launchType =
                Requests.oneOf(
                        "launchType",
                        request.launchTypeAsString(),
                        "EC2",
                        "FARGATE",
                        "EXTERNAL",
                        "MANAGED_INSTANCES");
        var strategy =
                Requests.oneOf(
                        "schedulingStrategy",
                        request.schedulingStrategyAsString(),
                        "REPLICA",
                        "DAEMON");
        var terms = new ArrayList<Term<Service>>();
        terms.add(new Term<>(ServiceAggregate.STATUS, "ACTIVE"));
        if (launchType != null) {
            terms.add(new Term<>(ServiceAggregate.LAUNCH_TYPE, launchType));
        }
        if (strategy != null) {
            terms.add(new Term<>(ServiceAggregate.STRATEGY, strategy));
        }
        var page =
                Page.of(
                        calls.pageTokens(),
                        after -> calls.snapshot(cluster).services().select(terms, after),
                        "ListServices %s %s %s".formatted(cluster, launchType, strategy),
                        Requests.orElse(request.maxResults(), PAGE),
                        request.nextToken());
        return ListServicesResponse.builder()
                .serviceArns(
                        page.entries().stream()
                                .map(name -> calls.arns().service(cluster, name))
                                .toList())
                .nextToken(page.nextToken())
                .build();
    }
}
