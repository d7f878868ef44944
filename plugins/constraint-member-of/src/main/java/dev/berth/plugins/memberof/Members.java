package dev.berth.plugins.memberof;

import dev.berth.plugin.Fit;
import dev.berth.plugin.InvalidPlacementException;
import dev.berth.plugin.PlacementConstraint;
import dev.berth.plugin.query.ClusterQuery;
import dev.berth.plugin.query.QuerySyntaxException;
import java.util.Optional;

/** Only the instances that a cluster query selects. */
final class Members implements PlacementConstraint {

    /** In the words of ECS. */
    private static final String REASON = "MemberOf placement constraint unsatisfied.";

    @Override
    public Rule rule(Optional<String> expression) {
        var query = parse(expression.orElse(""));
        return (task, instance) ->
                query.mismatch(instance)
                        .map(mismatch -> Fit.unfit(REASON, mismatch))
                        .orElse(Fit.FITS);
    }

    private static ClusterQuery parse(String expression) {
        if (expression.isBlank()) {
            throw new InvalidPlacementException(
                    "The placement constraint memberOf needs an expression, such as"
                            + " attribute:ecs.instance-type =~ t2.*");
        }
        try {
            return ClusterQuery.parse(expression);
        } catch (QuerySyntaxException reason) {
            throw new InvalidPlacementException(
                    "The expression of the placement constraint memberOf is no cluster query: "
                            + reason.getMessage()
                            + ".");
        }
    }
}
