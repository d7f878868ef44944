package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;
import java.util.Optional;

/**
 * Rules instances out for a task. Users name it in {@code placementConstraints[]} of RunTask or of
 * a task definition.
 *
 * <p><b>The model.</b> Placement has the steps of Amazon ECS. First, instances that cannot run the
 * task are ruled out (agent not connected, a required attribute missing, not enough CPU, memory or
 * ports). Then constraints rule out further instances. Strategies choose among the rest. All
 * constraints apply: a task that no instance can run is not placed, and the reason of each instance
 * is kept for {@code berth explain}.
 *
 * <p><b>Rules.</b> {@link #rule} is called once for each placement and constraint. {@link
 * Rule#check} is called for each candidate instance, and again when that instance has changed. A
 * rule is a pure function of its arguments. If it throws an exception or exceeds its time limit,
 * the instance counts as ruled out, because a constraint is never ignored.
 *
 * <p><b>Worked example.</b> {@code {"type": "quiet"}} allows only instances that use less than half
 * of their processors:
 *
 * <pre>{@code
 * public Rule rule(Optional<String> expression) {
 *     return (task, instance) -> {
 *         var used = instance.utilization().map(Utilization::cpuUnits).orElse(0.0);
 *         return used * 2 < instance.registered().cpu()
 *                 ? Fit.FITS
 *                 : Fit.unfit("Quiet placement constraint unsatisfied.",
 *                         "uses " + used + " of " + instance.registered().cpu() + " CPU units");
 *     };
 * }
 * }</pre>
 */
public interface PlacementConstraint {

    /** The constraint of one request, for any instance. */
    @FunctionalInterface
    interface Rule {
        Fit check(TaskToPlace task, Instance instance);
    }

    /**
     * @param expression the {@code expression} of the request; empty if there is none
     * @throws InvalidPlacementException if the expression is invalid; the caller of the API gets
     *     its message
     */
    Rule rule(Optional<String> expression);
}
