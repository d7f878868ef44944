package dev.berth.domain.placement;

import java.util.List;

/**
 * How a request wants its tasks placed, in names that plugins answer to.
 *
 * @param strategies in the order in which they decide; empty for the default of the cluster
 * @param constraints those of the request and of the task definition; all of them bind
 */
public record Placing(List<Strategy> strategies, List<Constraint> constraints) {

    /** The default strategy, and no constraint. */
    public static final Placing DEFAULT = new Placing(List.of(), List.of());

    /**
     * @param type such as {@code spread}, or the name of a whole scheduler
     * @param field null where the request has none
     */
    public record Strategy(String type, String field) {}

    /**
     * @param type such as {@code memberOf}
     * @param expression null where the request has none
     */
    public record Constraint(String type, String expression) {}

    public Placing {
        strategies = List.copyOf(strategies);
        constraints = List.copyOf(constraints);
    }
}
