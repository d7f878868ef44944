package dev.berth.query;

import dev.berth.plugin.cluster.Instance;
import dev.berth.query.Expression.And;
import dev.berth.query.Expression.Comparison;
import dev.berth.query.Expression.Not;
import dev.berth.query.Expression.Or;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Finds the values that made an expression true or false. */
final class Reasons {
    private static final int MAX_REASONS = 4;

    private Reasons() {}

    static String of(Expression expression, Instance instance) {
        var found = new LinkedHashSet<String>();
        collect(expression, instance, found);
        return String.join(" and ", found);
    }

    private static void collect(Expression expression, Instance instance, Set<String> found) {
        if (expression instanceof Comparison comparison) {
            if (found.size() < MAX_REASONS) {
                found.add(comparison.subject().found(instance));
            }
        } else if (expression instanceof Not not) {
            collect(not.part(), instance, found);
        } else if (expression instanceof And and) {
            decisive(and.parts(), and.holds(instance), true, instance, found);
        } else if (expression instanceof Or or) {
            decisive(or.parts(), or.holds(instance), false, instance, found);
        }
    }

    /** If all parts had to be equal, all of them are reported; otherwise the first that differs. */
    private static void decisive(
            List<Expression> parts,
            boolean holds,
            boolean whenAllHold,
            Instance instance,
            Set<String> found) {
        for (var part : parts) {
            if (part.holds(instance) == holds) {
                collect(part, instance, found);
                if (holds != whenAllHold) {
                    return;
                }
            }
        }
    }
}
