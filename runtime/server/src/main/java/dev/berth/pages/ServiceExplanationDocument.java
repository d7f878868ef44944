package dev.berth.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.domain.service.ServiceCommand;
import dev.berth.domain.service.plan.ServiceAction;
import dev.berth.domain.service.plan.ServiceAction.Purpose;
import dev.berth.domain.service.plan.ServiceExplanation;
import java.time.Instant;
import java.util.Optional;

/** Why a service is not steady, as JSON. */
record ServiceExplanationDocument(String cluster, String service, ServiceExplanation explanation) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    /**
     * @param placement the latest placement of the service that found no place, or null
     */
    ObjectNode json(JsonNode placement) {
        var document = JSON.objectNode();
        document.put("cluster", cluster);
        document.put("service", service);
        document.put("steady", explanation.steady());
        var waits = document.putArray("waits");
        for (var wait : explanation.waits()) {
            waits.addObject()
                    .put("kind", wait.kind().name())
                    .put("text", wait.text())
                    .put("until", text(wait.until()));
        }
        var next = document.putArray("next");
        explanation.next().stream()
                .map(ServiceExplanationDocument::sentence)
                .flatMap(Optional::stream)
                .forEach(next::add);
        var moves = document.putArray("moves");
        for (var move : explanation.moves()) {
            moves.addObject()
                    .put("task", move.taskId())
                    .put("instance", move.instanceId())
                    .put("reason", move.reason());
        }
        document.put("planAgainAt", text(explanation.planAgainAt()));
        document.set("placement", placement == null ? JSON.nullNode() : placement);
        return document;
    }

    private static String text(Instant at) {
        return at == null ? null : at.toString();
    }

    /** Empty for what is only written down. */
    private static Optional<String> sentence(ServiceAction action) {
        return switch (action) {
            case ServiceAction.Start(var deployment, var count, var purpose, var zone) ->
                    Optional.of(
                            "Start %s of deployment %s%s%s."
                                    .formatted(
                                            tasks(count),
                                            deployment,
                                            zone == null ? "" : " in " + zone,
                                            purpose(purpose)));
            case ServiceAction.StartOn(var deployment, var instances) ->
                    Optional.of(
                            "Start a task of deployment %s on each of these container instances: %s."
                                    .formatted(deployment, String.join(", ", instances)));
            case ServiceAction.Stop(var tasks, _, var reason) ->
                    Optional.of(
                            "Stop %s: %s. Reason: %s."
                                    .formatted(
                                            tasks(tasks.size()), String.join(", ", tasks), reason));
            case ServiceAction.Command(var command) -> sentence(command);
        };
    }

    private static String purpose(Purpose purpose) {
        return switch (purpose) {
            case SCALE -> "";
            case REPLACE_UNHEALTHY -> ", to replace unhealthy ones";
            case REBALANCE -> ", to balance the service";
        };
    }

    private static String tasks(int count) {
        return count == 1 ? "1 task" : count + " tasks";
    }

    private static Optional<String> sentence(ServiceCommand command) {
        return switch (command) {
            case ServiceCommand.Begin(var deployment) ->
                    Optional.of("Begin deployment %s.".formatted(deployment));
            case ServiceCommand.Complete(var deployment) ->
                    Optional.of("Complete deployment %s.".formatted(deployment));
            case ServiceCommand.Expire(var deployment, _, _) ->
                    Optional.of(
                            "Fail deployment %s, whose deadline has passed.".formatted(deployment));
            case ServiceCommand.WriteOff(var tasks) ->
                    Optional.of(
                            "Replace %s on container instances that are lost."
                                    .formatted(tasks(tasks.size())));
            case ServiceCommand.BeginMoves(var tasks) ->
                    Optional.of("Move %s, to balance the service.".formatted(tasks(tasks.size())));
            case ServiceCommand.FinishDeletion() -> Optional.of("Finish the deletion.");
            case ServiceCommand.Create _,
                    ServiceCommand.Update _,
                    ServiceCommand.ChangeTags _,
                    ServiceCommand.Delete _,
                    ServiceCommand.StopDeployment _,
                    ServiceCommand.Forget _,
                    ServiceCommand.ResolveImages _,
                    ServiceCommand.CountTasks _,
                    ServiceCommand.RemoveDeployments _,
                    ServiceCommand.LogMessage _,
                    ServiceCommand.ClearConditions _,
                    ServiceCommand.TakeBack _,
                    ServiceCommand.EndMoves _ ->
                    Optional.empty();
        };
    }
}
