package dev.berth.pages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.actors.launch.Explanation;
import dev.berth.domain.placement.Verdict;
import dev.berth.ecs.Arns;
import dev.berth.plugin.placement.Fit;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** An explanation as JSON. */
record ExplanationDocument(Arns arns, Explanation explanation) {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    static JsonNode all(List<JsonNode> documents) {
        var all = JSON.objectNode();
        all.putArray("explanations").addAll(documents);
        return all;
    }

    ObjectNode json() {
        var document = JSON.objectNode();
        document.put("at", explanation.at().toString());
        document.put("cluster", explanation.cluster());
        document.put("requestId", explanation.runId());
        document.set("asked", asked());
        var notes = document.putArray("notes");
        explanation.notes().forEach(notes::add);
        var tasks = document.putArray("tasks");
        explanation
                .outcomes()
                .forEach(
                        (id, outcome) -> {
                            var task = tasks.addObject();
                            task.put("taskId", id);
                            task.put("containerInstanceId", outcome.instanceId());
                            said(task, "reason", outcome.reason());
                        });
        document.put("aboutTaskId", explanation.about());
        var instances = document.putArray("instances");
        explanation.verdicts().stream()
                .sorted(Comparator.comparing(Verdict::instanceId))
                .forEach(verdict -> instances.add(instance(verdict)));
        return document;
    }

    private ObjectNode asked() {
        var task = explanation.task();
        var asked = JSON.objectNode();
        asked.put("count", explanation.outcomes().size());
        asked.put("taskDefinition", task.family() + ":" + task.revision());
        asked.put("group", task.group());
        asked.put("cpu", task.needs().cpu());
        asked.put("memory", task.needs().memory());
        var ports = asked.putArray("hostPorts");
        task.ports().stream()
                .map(port -> port.number() + "/" + port.transport().name().toLowerCase(Locale.ROOT))
                .sorted()
                .forEach(ports::add);
        var attributes = asked.putArray("requiredAttributes");
        task.requiredAttributes().stream().sorted().forEach(attributes::add);
        var strategies = asked.putArray("placementStrategy");
        for (var strategy : explanation.placing().strategies()) {
            said(strategies.addObject().put("type", strategy.type()), "field", strategy.field());
        }
        var constraints = asked.putArray("placementConstraints");
        for (var constraint : explanation.placing().constraints()) {
            said(
                    constraints.addObject().put("type", constraint.type()),
                    "expression",
                    constraint.expression());
        }
        return asked;
    }

    private static void said(ObjectNode where, String name, String text) {
        if (text != null) {
            where.put(name, text);
        }
    }

    private ObjectNode instance(Verdict verdict) {
        var id = verdict.instanceId();
        var instance = JSON.objectNode();
        instance.put("containerInstanceId", id);
        instance.put("containerInstanceArn", arns.containerInstance(explanation.cluster(), id));
        instance.put(
                "chosenForTasks",
                explanation.outcomes().values().stream()
                        .filter(outcome -> id.equals(outcome.instanceId()))
                        .count());
        switch (verdict.fit()) {
            case Fit.Fits _ -> {
                instance.put("fits", true);
                var weights = instance.putArray("weights");
                verdict.weights().forEach(weights::add);
            }
            case Fit.Unfit(var reason, var detail) -> {
                instance.put("fits", false);
                instance.put("reason", reason);
                instance.put("detail", detail);
            }
        }
        return instance;
    }
}
