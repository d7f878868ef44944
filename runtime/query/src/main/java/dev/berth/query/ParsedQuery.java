package dev.berth.query;

import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.query.ClusterQuery;
import java.util.Optional;

/** A parsed query. Its text parses to an equal query. */
record ParsedQuery(Expression expression) implements ClusterQuery {

    @Override
    public boolean matches(Instance instance) {
        return expression.holds(instance);
    }

    @Override
    public Optional<String> mismatch(Instance instance) {
        return matches(instance) ? Optional.empty() : Optional.of(Reasons.of(expression, instance));
    }

    @Override
    public String toString() {
        return expression.toString();
    }
}
