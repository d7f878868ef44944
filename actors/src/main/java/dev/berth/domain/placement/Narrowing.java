package dev.berth.domain.placement;

import java.util.List;

/**
 * Says which of the container instances that fit a task are the best for it.
 *
 * <p><b>The model.</b> Placing one task goes in steps: filters drop the instances where it cannot
 * run (not connected, a resource short, a constraint unsatisfied), then each strategy of the
 * request narrows what is left to those it likes best, in the order in which the request names
 * them, and the first instance that remains is taken. This is the order of Amazon ECS: resources,
 * constraints, strategies, select.
 *
 * <p><b>Rules.</b> A strategy never adds a candidate, never returns an empty list for a non-empty
 * one, and keeps the order of what it returns: an earlier strategy or the server may already have
 * put the better ones first. It is a pure function of its arguments: it is called from several
 * threads at once, and again with the same arguments when a placement has to be planned anew.
 *
 * <p><b>Worked example.</b> Three instances fit, with 2, 1 and 1 tasks of the group {@code
 * family:web}. Spread over instances returns the second and the third. A following {@code binpack}
 * on memory then returns, of these two, the one with the least memory left.
 */
public interface Narrowing {

    /** The name that users write in {@code placementStrategy[].type}, such as {@code spread}. */
    String type();

    /**
     * The candidates that this strategy likes best for the task.
     *
     * @param task what is to be placed
     * @param candidates the instances on which it fits, never empty, in a stable order
     * @return a non-empty sublist of the candidates, in their order
     */
    List<Candidate> prefer(TaskToNarrow task, List<Candidate> candidates);
}
