package dev.berth.domain.placement;

import java.util.List;

/**
 * The placement strategies and constraints of a request, by name.
 *
 * @param strategies in the order in which they apply; empty for the default of the cluster
 * @param constraints of the request and of the task definition; all must be satisfied
 */
public record Placing(List<Strategy> strategies, List<Constraint> constraints) {

    /** The default strategy without constraints. */
    public static final Placing DEFAULT = new Placing(List.of(), List.of());

    /**
     * @param type such as {@code spread}, or the name of a scheduler
     * @param field null if the request has none
     */
    public record Strategy(String type, String field) {}

    /**
     * @param type such as {@code memberOf}
     * @param expression null if the request has none
     */
    public record Constraint(String type, String expression) {}

    public Placing {
        strategies = List.copyOf(strategies);
        constraints = List.copyOf(constraints);
    }
}
