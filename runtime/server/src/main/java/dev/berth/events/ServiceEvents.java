package dev.berth.events;

import dev.berth.actors.feed.Change;
import dev.berth.domain.service.Deployment;
import dev.berth.domain.service.Service;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.service.ServiceTexts;
import dev.berth.plugin.events.DetailType;
import dev.berth.protocol.model.Timestamps;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * {@code ECS Service Action} and {@code ECS Deployment State Change}: what the scheduler of a
 * service tells, and the rollout states of its deployments.
 */
final class ServiceEvents {
    private static final Pattern INSTANCE = Pattern.compile("\\(container-instance ([^)]+)\\)");

    /** A kind of service action. */
    private enum Action {
        SERVICE_STEADY_STATE("INFO"),
        TASKS_STARTED("INFO"),
        TASKS_STOPPED("INFO"),
        SERVICE_REBALANCING_STARTED("INFO"),
        SERVICE_TASK_START_IMPAIRED("WARN"),
        SERVICE_TASK_PLACEMENT_FAILURE("ERROR");

        private final String type;

        Action(String type) {
            this.type = type;
        }
    }

    private final EventEnvelope envelope;

    ServiceEvents(EventEnvelope envelope) {
        this.envelope = envelope;
    }

    List<EventDocument> of(Change change) {
        var after = Service.details((Service) change.after());
        if (!change.isJournaled() || after.isEmpty()) {
            return List.of();
        }
        var events = new ArrayList<EventDocument>();
        if (change.event() instanceof ServiceEvent.MessageLogged(var text, _, var at)) {
            action(after.get().name(), text)
                    .ifPresent(action -> events.add(told(change, action, text, at)));
        }
        var before = Service.details((Service) change.before());
        for (var deployment : after.get().rollouts().deployments()) {
            var known = before.flatMap(details -> details.rollouts().deployment(deployment.id()));
            if (known.isEmpty() || known.get().rollout() != deployment.rollout()) {
                events.add(rolled(change, deployment));
            }
        }
        return events;
    }

    private static Optional<Action> action(String service, String text) {
        if (text.equals(ServiceTexts.steady(service))) {
            return Optional.of(Action.SERVICE_STEADY_STATE);
        }
        if (text.equals(ServiceTexts.unableToStart(service))) {
            return Optional.of(Action.SERVICE_TASK_START_IMPAIRED);
        }
        var said = text.substring(text.indexOf(')') + 1).strip();
        if (said.startsWith("was unable to place a task")) {
            return Optional.of(Action.SERVICE_TASK_PLACEMENT_FAILURE);
        }
        if (said.startsWith("has started ")) {
            return Optional.of(Action.TASKS_STARTED);
        }
        if (said.startsWith("has stopped ") || said.startsWith("stopped ")) {
            return Optional.of(Action.TASKS_STOPPED);
        }
        return said.startsWith("is not AZ balanced")
                ? Optional.of(Action.SERVICE_REBALANCING_STARTED)
                : Optional.empty();
    }

    private EventDocument told(Change change, Action action, String text, Instant at) {
        var cluster = change.address().cluster();
        return envelope.of(
                change,
                DetailType.SERVICE_ACTION,
                "action",
                at,
                List.of(service(change)),
                out -> {
                    out.writeStartObject();
                    out.writeStringField("eventType", action.type);
                    out.writeStringField("eventName", action.name());
                    out.writeStringField("clusterArn", envelope.arns().cluster(cluster));
                    out.writeStringField("createdAt", Timestamps.iso8601(at));
                    if (action == Action.SERVICE_TASK_PLACEMENT_FAILURE) {
                        out.writeStringField("reason", reason(text));
                        var instance = INSTANCE.matcher(text);
                        if (instance.find()) {
                            out.writeArrayFieldStart("containerInstanceArns");
                            out.writeString(
                                    envelope.arns().containerInstance(cluster, instance.group(1)));
                            out.writeEndArray();
                        }
                    }
                    out.writeEndObject();
                });
    }

    /** As ECS does where a resource ran short; otherwise the text of the service's event. */
    private static String reason(String text) {
        if (text.contains("insufficient CPU")) {
            return "RESOURCE:CPU";
        }
        return text.contains("insufficient memory") ? "RESOURCE:MEMORY" : text;
    }

    private EventDocument rolled(Change change, Deployment deployment) {
        return envelope.of(
                change,
                DetailType.DEPLOYMENT,
                deployment.id() + "/" + deployment.rollout(),
                deployment.updatedAt(),
                List.of(service(change)),
                out -> {
                    out.writeStartObject();
                    out.writeStringField("eventType", deployment.hasFailed() ? "ERROR" : "INFO");
                    out.writeStringField(
                            "eventName", "SERVICE_DEPLOYMENT_" + deployment.rollout().name());
                    out.writeStringField(
                            "clusterArn", envelope.arns().cluster(change.address().cluster()));
                    out.writeStringField("deploymentId", deployment.id());
                    out.writeStringField("updatedAt", Timestamps.iso8601(deployment.updatedAt()));
                    out.writeStringField("reason", deployment.reason());
                    out.writeEndObject();
                });
    }

    private String service(Change change) {
        return envelope.arns().service(change.address().cluster(), change.address().localId());
    }
}
