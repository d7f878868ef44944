package dev.berth.plugin.query;

import dev.berth.plugin.cluster.Instance;
import java.util.Optional;

/**
 * A compiled expression of the cluster query language of Amazon ECS. It is immutable; any number of
 * threads may use it. Equal texts compile to equal queries.
 */
public interface ClusterQuery {

    /** The longest expression that ECS takes, in characters. */
    int LONGEST = 2000;

    /** Whether the query selects the instance. */
    boolean matches(Instance instance);

    /**
     * Why the query does not select the instance, as a sentence without a full stop that names what
     * was found: {@code attribute:stack is "test"}. Empty if it does select it.
     */
    Optional<String> mismatch(Instance instance);
}
