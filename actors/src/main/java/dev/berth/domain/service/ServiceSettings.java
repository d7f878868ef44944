package dev.berth.domain.service;

import java.util.List;

/**
 * The settings of a service that UpdateService can change without a deployment.
 *
 * @param gracePeriodSeconds how long after its start the health of a task is ignored
 * @param zoneRebalancing whether tasks are moved until availability zones are balanced
 * @param deadlineSeconds the time after which a deployment fails, or null for never
 * @param document the settings that the rules do not interpret, as JSON
 */
public record ServiceSettings(
        DeploymentConfiguration deployment,
        int gracePeriodSeconds,
        List<PlacementRule> strategies,
        List<PlacementRule> constraints,
        boolean zoneRebalancing,
        PropagateTags propagateTags,
        boolean managedTags,
        Integer deadlineSeconds,
        String document) {

    public ServiceSettings {
        strategies = List.copyOf(strategies);
        constraints = List.copyOf(constraints);
    }

    public static ServiceSettings defaults(SchedulingStrategy strategy) {
        return new ServiceSettings(
                DeploymentConfiguration.defaults(strategy),
                0,
                List.of(),
                List.of(),
                false,
                PropagateTags.NONE,
                false,
                null,
                "{}");
    }

    /**
     * A placement strategy with its field, or a placement constraint with its expression.
     *
     * @param argument null if there is none
     */
    public record PlacementRule(String type, String argument) {}

    /** The source of the tags of a task. */
    public enum PropagateTags {
        NONE,
        SERVICE,
        TASK_DEFINITION
    }

    /**
     * A change of settings; null keeps the current value.
     *
     * @param deadlineSeconds 0 for no deadline
     */
    public record Change(
            DeploymentConfiguration deployment,
            Integer gracePeriodSeconds,
            List<PlacementRule> strategies,
            List<PlacementRule> constraints,
            Boolean zoneRebalancing,
            PropagateTags propagateTags,
            Boolean managedTags,
            Integer deadlineSeconds,
            String document) {

        public static final Change NONE =
                new Change(null, null, null, null, null, null, null, null, null);

        public static Change of(DeploymentConfiguration deployment) {
            return new Change(deployment, null, null, null, null, null, null, null, null);
        }

        public ServiceSettings after(ServiceSettings held) {
            return new ServiceSettings(
                    or(deployment, held.deployment),
                    or(gracePeriodSeconds, held.gracePeriodSeconds),
                    or(strategies, held.strategies),
                    or(constraints, held.constraints),
                    or(zoneRebalancing, held.zoneRebalancing),
                    or(propagateTags, held.propagateTags),
                    or(managedTags, held.managedTags),
                    deadlineSeconds == null
                            ? held.deadlineSeconds
                            : deadlineSeconds == 0 ? null : deadlineSeconds,
                    or(document, held.document));
        }

        private static <T> T or(T changed, T held) {
            return changed != null ? changed : held;
        }
    }
}
