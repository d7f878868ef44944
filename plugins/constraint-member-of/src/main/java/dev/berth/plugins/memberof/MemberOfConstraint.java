package dev.berth.plugins.memberof;

import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.placement.PlacementConstraint;
import dev.berth.plugin.query.ClusterQuery;
import dev.berth.plugin.query.QueryCompiler;
import dev.berth.plugin.query.QuerySyntaxException;
import java.util.Optional;

/** Allows only instances that a cluster query selects. */
final class MemberOfConstraint implements PlacementConstraint {

    /** The message of ECS. */
    private static final String REASON = "MemberOf placement constraint unsatisfied.";

    private final QueryCompiler queries;

    MemberOfConstraint(QueryCompiler queries) {
        this.queries = queries;
    }

    @Override
    public Rule rule(Optional<String> expression) {
        var query = parse(expression.orElse(""));
        return (task, instance) ->
                query.mismatch(instance)
                        .map(mismatch -> Fit.unfit(REASON, mismatch))
                        .orElse(Fit.FITS);
    }

    private ClusterQuery parse(String expression) {
        if (expression.isBlank()) {
            throw new InvalidPlacementException(
                    "The placement constraint memberOf needs an expression, such as"
                            + " attribute:ecs.instance-type =~ t2.*");
        }
        try {
            return queries.compile(expression);
        } catch (QuerySyntaxException reason) {
            throw new InvalidPlacementException(
                    "The expression of the placement constraint memberOf is not a cluster query: "
                            + reason.getMessage()
                            + ".");
        }
    }
}
