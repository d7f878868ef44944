package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;
import java.util.Optional;

/**
 * Rules instances out for a task: what users write as {@code placementConstraints[]} of RunTask or
 * of a task definition.
 *
 * <p><b>The model.</b> Placing goes in the steps of Amazon ECS: what cannot run the task is ruled
 * out (agent not connected, a required attribute missing, cpu, memory or a port short), then what a
 * constraint rules out, and of the rest the strategies choose. Constraints bind: a task that no
 * instance may have is not placed, and the reason of each instance is kept for callers that ask
 * why.
 *
 * <p><b>Rules.</b> {@link #rule} is called once for each placement and constraint, {@link
 * Rule#check} for each instance that is in question, and again when that instance has changed. A
 * rule is a pure function of its arguments. Where it throws, or takes too long, the instance counts
 * as ruled out: a constraint is never ignored.
 *
 * <p><b>Worked example.</b> {@code {"type": "quiet"}} lets tasks only to instances that use less
 * than half of their processors:
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

    /** What one constraint of one request says of an instance. */
    @FunctionalInterface
    interface Rule {
        Fit check(TaskToPlace task, Instance instance);
    }

    /**
     * @param expression what the request says in {@code expression}; empty if it says nothing
     * @throws InvalidPlacementException if the expression is not one; its message is what the
     *     caller of the API reads
     */
    Rule rule(Optional<String> expression);
}
