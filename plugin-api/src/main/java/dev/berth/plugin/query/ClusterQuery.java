package dev.berth.plugin.query;

import dev.berth.plugin.cluster.Instance;
import java.util.Optional;

/**
 * A compiled expression of the cluster query language of Amazon ECS. Immutable and safe for several
 * threads. Equal texts compile to equal queries.
 */
public interface ClusterQuery {

    /** The maximum length of an expression in ECS, in characters. */
    int MAX_LENGTH = 2000;

    /** Whether the query selects the instance. */
    boolean matches(Instance instance);

    /**
     * Why the query does not select the instance, as a sentence without a full stop that contains
     * the actual value: {@code attribute:stack is "test"}. Empty if the query selects the instance.
     */
    Optional<String> mismatch(Instance instance);
}
