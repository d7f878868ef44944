package dev.berth.domain.check;

import dev.berth.domain.Aggregate;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceEvent;
import java.time.Instant;
import java.util.HashSet;
import java.util.Map;

/**
 * Checks the rows of services: an id of a deployment or revision is used once, and rows name only
 * deployments that exist. Records the limits for {@link ServiceTaskCheck}.
 */
final class ServiceCheck implements AggregateCheck {

    private final Findings findings;
    private final ServiceTaskCheck tasks;
    private final Map<String, CheckedService> services;

    ServiceCheck(Findings findings, ServiceTaskCheck tasks, Map<String, CheckedService> services) {
        this.findings = findings;
        this.tasks = tasks;
        this.services = services;
    }

    @Override
    public void begin(Row row, Aggregate.State state) {
        if (state instanceof Service.Known known) {
            services.put(row.aggregate(), CheckedService.restored(known));
            tasks.proven(row, CheckedService.proven(known.details()));
        }
    }

    @Override
    public void markUnknown(String service) {
        services.remove(service);
    }

    @Override
    public Phase apply(Row row, Aggregate.Event event, Phase phase) {
        if (event instanceof ServiceEvent.Created created) {
            services.put(row.aggregate(), CheckedService.created(row, created));
        } else {
            var service = services.get(row.aggregate());
            if (service != null) {
                apply(row, (ServiceEvent) event, service);
            }
        }
        return Phase.SEEN;
    }

    private void apply(Row row, ServiceEvent event, CheckedService service) {
        var limits = service.limits();
        switch (event) {
            case ServiceEvent.DesiredCountSet(var count, var at) ->
                    limits.set(limits.latest().desired(row.ordering(), at, count));
            case ServiceEvent.SettingsChanged(var settings, var at) ->
                    limits.set(limits.latest().settings(row.ordering(), at, settings));
            case ServiceEvent.DeploymentStarted(
                            var deployment,
                            var serviceDeployment,
                            var revision,
                            _) ->
                    service.start(row.ordering(), deployment, serviceDeployment, revision)
                            .forEach(wrong -> findings.add(Invariant.I6, row, wrong));
            case ServiceEvent.DeploymentBegun(var id, _) -> known(row, id, service);
            case ServiceEvent.DeploymentCompleted(var id, _) -> known(row, id, service);
            case ServiceEvent.DeploymentFailed(var id, _, var rollbackTo, _) -> {
                known(row, id, service);
                if (rollbackTo != null) {
                    known(row, rollbackTo, service);
                }
            }
            case ServiceEvent.TasksCounted(var id, var healthy, _, _, _, _) -> {
                known(row, id, service);
                tasks.proven(row, healthy);
            }
            case ServiceEvent.DeploymentsRemoved(var ids) ->
                    ids.forEach(id -> known(row, id, service));
            case ServiceEvent.TasksWrittenOff(var ids, _) -> service.writeOff(new HashSet<>(ids));
            case ServiceEvent.TasksTakenBack(var ids) -> service.takeBack(ids);
            case ServiceEvent.DeletionBegan(var at) -> delete(row, at, service);
            case ServiceEvent.Forgotten _ -> services.remove(row.aggregate());
            case ServiceEvent.TagsChanged _,
                    ServiceEvent.ImagesResolved _,
                    ServiceEvent.MessageLogged _,
                    ServiceEvent.ConditionsCleared _,
                    ServiceEvent.MovesBegun _,
                    ServiceEvent.MovesEnded _,
                    ServiceEvent.Deleted _ -> {}
            case ServiceEvent.Created _ -> throw new IllegalStateException("handled before");
        }
    }

    private static void delete(Row row, Instant at, CheckedService service) {
        var limits = service.limits();
        limits.set(limits.latest().desired(row.ordering(), at, 0));
        service.delete();
    }

    private void known(Row row, String deployment, CheckedService service) {
        if (!service.had(deployment)) {
            findings.add(
                    Invariant.I6,
                    row,
                    "The row names deployment %s, which service %s never had."
                            .formatted(deployment, service.name()));
        }
    }
}
