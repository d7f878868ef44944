package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launches;
import dev.berth.actors.service.ClusterServices;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.domain.service.plan.ServiceAction;
import dev.berth.domain.service.plan.ServiceAction.Start;
import dev.berth.domain.service.plan.ServiceAction.StartOn;
import dev.berth.domain.service.plan.ServiceAction.Stop;
import dev.berth.domain.service.plan.ServiceAction.StopPurpose;
import dev.berth.domain.service.plan.ServiceSnapshot.Unplaced;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskCommand;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Executes the planned actions of a service, and writes the service event for each. */
final class ServiceActions {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceActions.class);

    /** The maximum number of tasks that one action launches; the next plan launches more. */
    private static final int MOST_AT_ONCE = 200;

    /** A start without a suitable instance is retried after this time even without a change. */
    private static final Duration RETRY_AFTER = Duration.ofMinutes(1);

    /** The same delay if an instance has changed since the start was planned. */
    private static final Duration RETRY_CHANGED_AFTER = Duration.ofMillis(200);

    /** The same delay if it is unknown whether there is a suitable instance. */
    private static final Duration RETRY_FAILED_AFTER = Duration.ofSeconds(10);

    private final String cluster;
    private final ClusterServices services;
    private final InstantSource clock;

    ServiceActions(String cluster, ClusterServices services, InstantSource clock) {
        this.cluster = cluster;
        this.services = services;
        this.clock = clock;
    }

    CompletionStage<Void> carryOut(String service, ServiceAction action, Commands commands) {
        return switch (action) {
            case ServiceAction.Command(var command) ->
                    ask(service, command, commands).thenAccept(_ -> {});
            case Start start -> start(service, start, commands);
            case StartOn start -> startOn(service, start, commands);
            case Stop stop -> stop(service, stop, commands);
        };
    }

    private CompletionStage<Reply> ask(String service, ServiceCommand command, Commands commands) {
        return commands.ask(AggregateKind.SERVICE.at(cluster, service), command);
    }

    private CompletionStage<Void> tell(
            String service, String text, boolean condition, Commands commands) {
        return ask(service, new ServiceCommand.LogMessage(text, condition), commands)
                .thenAccept(_ -> {});
    }

    private ClusterSnapshot view(Commands commands) {
        return commands.views().cluster(cluster).current();
    }

    /** Part of a launch: tasks with their ids. */
    private record Part(LaunchRequest request, List<String> ids) {}

    private CompletionStage<Void> start(String service, Start start, Commands commands) {
        var count = Math.min(start.count(), MOST_AT_ONCE);
        return launch(
                service,
                start.deploymentId(),
                start.zone(),
                one ->
                        List.of(
                                new Part(
                                        services.several(one, count, start.zone()),
                                        Launches.newIds(count))),
                ids -> text(service, start, ids),
                commands);
    }

    private static String text(String service, Start start, List<String> ids) {
        return switch (start.purpose()) {
            case SCALE -> ServiceTexts.started(service, ids);
            case REPLACE_UNHEALTHY -> ServiceTexts.replaced(service, ids);
            case REBALANCE ->
                    start.zone() == null
                            ? ServiceTexts.started(service, ids)
                            : ServiceTexts.startedToRebalance(service, start.zone(), ids);
        };
    }

    private CompletionStage<Void> startOn(String service, StartOn start, Commands commands) {
        return launch(
                service,
                start.deploymentId(),
                null,
                one ->
                        start.instanceIds().stream()
                                .limit(MOST_AT_ONCE)
                                .map(id -> new Part(one.on(id), Launches.newIds(1)))
                                .toList(),
                ids -> ServiceTexts.started(service, ids),
                commands);
    }

    /** Divides the launch of several tasks into parts. */
    private interface Splitting {
        List<Part> parts(LaunchRequest one);
    }

    /** The text of the service event for started tasks. */
    private interface StartText {
        String of(List<String> taskIds);
    }

    private CompletionStage<Void> launch(
            String service,
            String deploymentId,
            String zone,
            Splitting splitting,
            StartText text,
            Commands commands) {
        var details = view(commands).service(service).map(Service.Known::details).orElse(null);
        if (details == null || details.rollouts().deployment(deploymentId).isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        var deployment = details.rollouts().deployment(deploymentId).orElseThrow();
        var one = services.request(details, deployment);
        if (one.isEmpty()) {
            var revision = details.rollouts().revision(deployment);
            var missing =
                    "Reason: Task definition %s:%d does not exist."
                            .formatted(revision.family(), revision.revision());
            return notPlaced(details, missing, zone, RETRY_AFTER, commands);
        }
        var parts = splitting.parts(one.get());
        var ids = parts.stream().flatMap(part -> part.ids().stream()).toList();
        services.memory().launching(service, ids);
        var changes = services.memory().changes();
        var launches = parts.stream().map(this::launch).toList();
        return all(launches)
                .handle((_, failure) -> failure)
                .thenCompose(
                        failure ->
                                failure == null
                                        ? launched(
                                                details, zone, ids, launches, text, changes,
                                                commands)
                                        : unknown(details, zone, ids, failure, commands));
    }

    private CompletableFuture<LaunchResult> launch(Part part) {
        return services.launch(part.request(), part.ids()).toCompletableFuture();
    }

    private CompletionStage<Void> launched(
            Service.Details service,
            String zone,
            List<String> ids,
            List<CompletableFuture<LaunchResult>> launches,
            StartText text,
            long changesBefore,
            Commands commands) {
        services.memory().settled(service.name(), ids);
        var started = new ArrayList<String>();
        var failures = new ArrayList<Unfit>();
        for (var launch : launches) {
            launch.join().launched().forEach(task -> started.add(task.taskId()));
            failures.addAll(launch.join().failures());
        }
        CompletionStage<Void> told =
                started.isEmpty()
                        ? CompletableFuture.completedFuture(null)
                        : tell(service.name(), text.of(started), false, commands);
        if (started.size() == ids.size()) {
            services.memory().placed(service.name());
            return told;
        }
        var closest = ClusterServices.closestMatch(failures);
        return told.thenCompose(
                _ -> notPlaced(service, closest, zone, retryAfter(changesBefore), commands));
    }

    /** A change during the launch would otherwise not be noticed. */
    private Duration retryAfter(long changesBefore) {
        return services.memory().changes() == changesBefore ? RETRY_AFTER : RETRY_CHANGED_AFTER;
    }

    private CompletionStage<Void> notPlaced(
            Service.Details service,
            String closest,
            String zone,
            Duration retryAfter,
            Commands commands) {
        var now = clock.instant();
        var unplaced =
                new Unplaced(
                        closest,
                        zone,
                        now.plus(retryAfter),
                        services.memory().agentsExpectedUntil(view(commands)));
        services.memory().notPlaced(service, unplaced);
        return zone == null && unplaced.isReported(now)
                ? tell(
                        service.name(),
                        ServiceTexts.unplaced(service.name(), closest),
                        true,
                        commands)
                : CompletableFuture.completedFuture(null);
    }

    /** No other task may be started for the same purpose before each of these ids is settled. */
    private CompletionStage<Void> unknown(
            Service.Details service,
            String zone,
            List<String> ids,
            Throwable failure,
            Commands commands) {
        LOG.warn(
                "Service {} of cluster {}: a launch failed and its tasks are given up: {}",
                service.name(),
                cluster,
                failure.toString());
        return settle(service.name(), ids, commands)
                .thenCompose(
                        _ ->
                                notPlaced(
                                        service,
                                        "Reason: The server could not launch it.",
                                        zone,
                                        RETRY_FAILED_AFTER,
                                        commands));
    }

    /**
     * Abandons those of these ids that were not launched. An abandoned id is never launched. When
     * this completes, the view shows the launched tasks.
     */
    CompletionStage<Void> settle(String service, List<String> ids, Commands commands) {
        return all(ids.stream()
                        .map(
                                id ->
                                        commands.ask(
                                                AggregateKind.TASK.at(cluster, id),
                                                new TaskCommand.Abandon()))
                        .toList())
                .thenRun(() -> services.memory().settled(service, ids));
    }

    CompletionStage<?> checkConstraints(String service, Commands commands) {
        return services.checkConstraints(view(commands), service);
    }

    private CompletionStage<Void> stop(String service, Stop stop, Commands commands) {
        var before = view(commands);
        var asked = stop.taskIds().stream().map(id -> stop(id, stop.reason(), commands)).toList();
        return all(asked)
                .thenCompose(
                        _ -> {
                            var stopped = new ArrayList<String>();
                            for (var i = 0; i < asked.size(); i++) {
                                if (asked.get(i).join() instanceof Reply.Done(_, var events, _)
                                        && !events.isEmpty()) {
                                    stopped.add(stop.taskIds().get(i));
                                }
                            }
                            return tellOfStops(service, stop, stopped, before, commands);
                        });
    }

    private CompletableFuture<Reply> stop(String taskId, String reason, Commands commands) {
        return commands.ask(
                        AggregateKind.TASK.at(cluster, taskId),
                        new TaskCommand.Stop(StopCode.SERVICE_SCHEDULER_INITIATED, reason))
                .toCompletableFuture();
    }

    private CompletionStage<Void> tellOfStops(
            String service,
            Stop stop,
            List<String> stopped,
            ClusterSnapshot before,
            Commands commands) {
        var running = stopped.stream().filter(id -> isRunning(id, before)).toList();
        var pending = stopped.size() - running.size();
        var texts = Stream.<String>builder();
        if (stop.purpose() == StopPurpose.UNHEALTHY) {
            stopped.forEach(id -> texts.add(ServiceTexts.failedHealthChecks(service, id)));
        }
        if (!running.isEmpty()) {
            texts.add(ServiceTexts.stopped(service, running));
        }
        if (pending > 0) {
            texts.add(ServiceTexts.stoppedPending(service, pending));
        }
        CompletionStage<Void> told = CompletableFuture.completedFuture(null);
        for (var text : texts.build().toList()) {
            told = told.thenCompose(_ -> tell(service, text, false, commands));
        }
        return told;
    }

    private static boolean isRunning(String taskId, ClusterSnapshot snapshot) {
        return snapshot.task(taskId)
                .filter(task -> task.lastStatus() == Task.LastStatus.RUNNING)
                .isPresent();
    }

    private static CompletableFuture<Void> all(Collection<? extends CompletionStage<?>> stages) {
        return CompletableFuture.allOf(
                stages.stream()
                        .map(CompletionStage::toCompletableFuture)
                        .toArray(CompletableFuture[]::new));
    }
}
