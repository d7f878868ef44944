package dev.berth.cli.ecs;

import static dev.berth.cli.ecs.ServiceState.number;

import dev.berth.cli.text.Ago;
import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Colour;
import dev.berth.cli.text.Screen;
import dev.berth.cli.text.Table;
import dev.berth.cli.text.TextPage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Services for a person to read: all of a cluster in a table, or one with all that belongs to it.
 */
public final class ServiceTables {
    private static final int BAR = 20;
    private static final Pattern TASK_ID = Pattern.compile("\\(task ([0-9a-f]{8})[0-9a-f]{24}\\)");

    private final Instant now;
    private final Screen screen;

    public ServiceTables(Instant now, Screen screen) {
        this.now = now;
        this.screen = screen;
    }

    /** A line for each service. */
    public String list(List<Service> services) {
        if (services.isEmpty()) {
            return "no services";
        }
        var table = new Table("SERVICE", "STATE", "TASKS", "PENDING", "DEFINITION", "SINCE");
        services.stream()
                .sorted(Comparator.comparing(Service::serviceName))
                .forEach(
                        s ->
                                table.row(
                                        Cell.of(s.serviceName()),
                                        ServiceState.of(s).cell(),
                                        Cell.of(
                                                number(s.runningCount())
                                                        + " of "
                                                        + number(s.desiredCount())),
                                        Cell.of(Integer.toString(number(s.pendingCount()))),
                                        Cell.of(last(s.taskDefinition())),
                                        Cell.of(Ago.of(since(s), now))));
        return table.text(screen);
    }

    /** Of the latest change of its deployment. */
    private static Instant since(Service service) {
        return ServiceState.primary(service).map(Deployment::updatedAt).orElse(service.createdAt());
    }

    /**
     * @param deployment the latest of the service, or null
     * @param tasks those that run and the latest that stopped
     * @param events how many of the latest
     */
    public String one(Service service, ServiceDeployment deployment, List<Task> tasks, int events) {
        var parts = new ArrayList<String>();
        parts.add(head(service, deployment));
        if (!service.deployments().isEmpty()) {
            parts.add(deployments(service));
        }
        parts.add(ClusterTables.ofTasks(tasks).tasks(now, screen));
        parts.add(events(service, events));
        return String.join("\n\n", parts);
    }

    private String head(Service service, ServiceDeployment deployment) {
        var page = new TextPage(screen);
        page.heading("Service " + service.serviceName());
        page.field("state", ServiceState.of(service, deployment).cell());
        progress(page, service);
        service.deployments().stream()
                .filter(ServiceState::hasFailed)
                .map(Deployment::rolloutStateReason)
                .filter(reason -> reason != null)
                .forEach(reason -> page.field("failure", new Cell(reason, Colour.RED)));
        if (deployment != null) {
            page.field("last rollout", new Cell(ServiceOutcome.failure(deployment), Colour.RED));
        }
        page.field("tasks", tasks(service));
        page.field("definition", last(service.taskDefinition()));
        page.field("cluster", last(service.clusterArn()));
        page.field("deployments", rules(service));
        return page.toString();
    }

    private static String tasks(Service service) {
        var pending = number(service.pendingCount());
        return "%d of %d running"
                        .formatted(number(service.runningCount()), number(service.desiredCount()))
                + (pending == 0 ? "" : ", " + pending + " pending");
    }

    /** While a deployment is in progress: how many of its tasks run, and how many of others do. */
    private static void progress(TextPage page, Service service) {
        ServiceState.primary(service)
                .filter(each -> ServiceState.isIn(each, "IN_PROGRESS"))
                .ifPresent(
                        each -> {
                            var wanted =
                                    Math.max(
                                            number(each.desiredCount()),
                                            number(service.desiredCount()));
                            var done = Math.min(number(each.runningCount()), wanted);
                            var old = number(service.runningCount()) - number(each.runningCount());
                            page.field(
                                    "progress",
                                    bar(done, wanted)
                                            + " %d of %d %s %s"
                                                    .formatted(
                                                            done,
                                                            wanted,
                                                            wanted == 1 ? "task runs" : "tasks run",
                                                            last(each.taskDefinition()))
                                            + (old > 0
                                                    ? ", " + old + " of older deployments"
                                                    : ""));
                        });
    }

    static String bar(int done, int wanted) {
        var filled = wanted == 0 ? BAR : BAR * done / wanted;
        return "[" + "#".repeat(filled) + "-".repeat(BAR - filled) + "]";
    }

    private static String rules(Service service) {
        var configuration = service.deploymentConfiguration();
        if (configuration == null) {
            return service.schedulingStrategyAsString();
        }
        return Stream.of(
                        service.schedulingStrategyAsString(),
                        "%d-%d %% of the tasks"
                                .formatted(
                                        configuration.minimumHealthyPercent(),
                                        configuration.maximumPercent()),
                        breaker(configuration))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String breaker(DeploymentConfiguration configuration) {
        var breaker = configuration.deploymentCircuitBreaker();
        if (breaker == null || !Boolean.TRUE.equals(breaker.enable())) {
            return "";
        }
        return "circuit breaker "
                + (Boolean.TRUE.equals(breaker.rollback()) ? "with rollback" : "without rollback");
    }

    private String deployments(Service service) {
        var table = new Table("DEPLOYMENT", "ROLLOUT", "DEFINITION", "TASKS", "SINCE");
        for (var each : service.deployments()) {
            var failed = number(each.failedTasks());
            var pending = number(each.pendingCount());
            table.row(
                    Cell.of(each.status()),
                    Cell.state(text(each.rolloutStateAsString())),
                    Cell.of(last(each.taskDefinition())),
                    Cell.of(
                            "%d of %d running"
                                            .formatted(
                                                    number(each.runningCount()),
                                                    number(each.desiredCount()))
                                    + (pending == 0 ? "" : ", " + pending + " pending")
                                    + (failed == 0 ? "" : ", " + failed + " failed")),
                    Cell.of(Ago.of(each.updatedAt(), now)));
        }
        return table.text(screen);
    }

    private String events(Service service, int most) {
        if (service.events().isEmpty()) {
            return "no events";
        }
        var own = "(service " + service.serviceName() + ") ";
        var table = new Table("WHEN", "EVENT");
        service.events().stream()
                .limit(most)
                .forEach(
                        event -> {
                            var text = event.message();
                            table.row(
                                    Ago.of(event.createdAt(), now),
                                    shortened(
                                            text.startsWith(own)
                                                    ? text.substring(own.length())
                                                    : text));
                        });
        return table.text(screen);
    }

    /** With short ids on a terminal that is not wide; every command takes the beginning of one. */
    private String shortened(String text) {
        return ClusterTables.isNarrow(screen)
                ? TASK_ID.matcher(text).replaceAll("(task $1)")
                : text;
    }

    private static String last(String arn) {
        return arn == null ? "" : arn.substring(arn.lastIndexOf('/') + 1);
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }
}
