package dev.berth.domain.service.plan;

import dev.berth.domain.service.Service.Details;
import dev.berth.domain.service.ServiceSettings.PlacementRule;
import java.util.List;

/**
 * Where an instance stands for the placement strategy of a service. For each rule: the value of the
 * field by which tasks are spread, or the remaining resource by which they are packed.
 */
final class Places {

    private Places() {}

    /** The placement strategy of the service, or the default one. */
    static List<PlacementRule> rules(Details service) {
        var rules = service.settings().strategies();
        return rules.isEmpty()
                ? List.of(
                        new PlacementRule("spread", "attribute:" + ServiceInstance.ZONE),
                        new PlacementRule("spread", "instanceId"))
                : rules;
    }

    /** A text for {@code spread}, a number for the other rules. */
    static List<Object> of(List<PlacementRule> rules, ServiceInstance instance) {
        return rules.stream().map(rule -> place(rule, instance)).toList();
    }

    private static Object place(PlacementRule rule, ServiceInstance instance) {
        return switch (rule.type()) {
            case "spread" -> spreadPlace(rule, instance);
            case "binpack" ->
                    "cpu".equals(rule.argument())
                            ? (double) instance.remainingCpu()
                            : (double) instance.remainingMemory();
            default -> 0.0; // random, or a scheduler
        };
    }

    private static String spreadPlace(PlacementRule rule, ServiceInstance instance) {
        var field = rule.argument() == null ? "instanceId" : rule.argument();
        return field.startsWith("attribute:")
                ? instance.attributes().getOrDefault(field.substring("attribute:".length()), "")
                : instance.id();
    }
}
