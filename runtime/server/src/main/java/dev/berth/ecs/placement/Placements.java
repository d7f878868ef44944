package dev.berth.ecs.placement;

import dev.berth.actors.launch.PlacementPoints;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Placing.Constraint;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.ecs.Requests;
import dev.berth.plugin.placement.InvalidPlacementException;
import dev.berth.plugin.query.ClusterQuery;
import dev.berth.wire.ApiException;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;

/**
 * Converts the placement strategies and constraints of requests for plugins.
 *
 * <p>The type of a strategy can be the name of any plugin. For clients that know only the types of
 * ECS, {@code {"type": "random", "field": "scheduler:NAME"}} means the type NAME, and so does
 * {@code spread} with that field.
 */
public final class Placements {
    private static final int MOST_STRATEGIES = 5;
    private static final int MOST_CONSTRAINTS = 10;
    private static final String BY_NAME = "scheduler:";
    private static final String MEMBER_OF = "memberOf";
    private static final String DISTINCT_INSTANCE = "distinctInstance";

    private Placements() {}

    /** The placement of a call's tasks, including the constraints of the task definition. */
    public static Placing of(
            List<PlacementStrategy> strategies,
            List<PlacementConstraint> constraints,
            List<TaskDefinitionPlacementConstraint> ofDefinition) {
        Requests.refuseUnless(
                strategies.size() <= MOST_STRATEGIES,
                "placementStrategy can have at most %d strategies, and this call has %d."
                        .formatted(MOST_STRATEGIES, strategies.size()));
        int count = constraints.size() + ofDefinition.size();
        Requests.refuseUnless(
                count <= MOST_CONSTRAINTS,
                "placementConstraints can have at most %d constraints, including those of the task definition, and this call has %d."
                        .formatted(MOST_CONSTRAINTS, count));
        return new Placing(
                strategies.stream().map(Placements::strategy).toList(),
                Stream.concat(
                                ofDefinition.stream().map(Placements::constraint),
                                constraints.stream()
                                        .map(
                                                each ->
                                                        constraint(
                                                                each.typeAsString(),
                                                                each.expression())))
                        .toList());
    }

    /**
     * The constraints of a task definition during its registration.
     *
     * @throws ApiException ClientException, as for other errors in a task definition
     */
    public static void checkDefinition(
            List<TaskDefinitionPlacementConstraint> constraints, PlacementPoints points) {
        try {
            for (var each : constraints) {
                Requests.refuseUnless(
                        MEMBER_OF.equals(each.typeAsString()),
                        "placementConstraints[].type of a task definition must be %s."
                                .formatted(MEMBER_OF));
            }
            check(of(List.of(), List.of(), constraints), points);
        } catch (ApiException e) {
            throw ApiException.client(e.getMessage());
        }
    }

    /**
     * Checks that plugins support the request.
     *
     * @throws ApiException InvalidParameterException with the message of the plugin
     */
    public static void check(Placing placing, PlacementPoints points) {
        try {
            points.check(placing);
        } catch (InvalidPlacementException e) {
            throw ApiException.invalidParameter(e.getMessage());
        }
    }

    private static Strategy strategy(PlacementStrategy given) {
        var type = Requests.orElse(given.typeAsString(), "");
        var field = Requests.orElse(given.field(), "");
        Requests.refuseUnless(
                !type.isEmpty(),
                "placementStrategy[].type is required: random, spread, binpack or the name of a plugin.");
        var mayName = type.equals("random") || type.equals("spread");
        return mayName && field.startsWith(BY_NAME) && field.length() > BY_NAME.length()
                ? new Strategy(field.substring(BY_NAME.length()), null)
                : new Strategy(type, field.isEmpty() ? null : field);
    }

    private static Constraint constraint(TaskDefinitionPlacementConstraint given) {
        return constraint(given.typeAsString(), given.expression());
    }

    private static Constraint constraint(String givenType, String givenExpression) {
        var type = Requests.orElse(givenType, "");
        var expression = Requests.orElse(givenExpression, "");
        Requests.refuseUnless(
                !type.isEmpty(),
                "placementConstraints[].type is required: %s, %s or the name of a plugin."
                        .formatted(DISTINCT_INSTANCE, MEMBER_OF));
        Requests.refuseUnless(
                givenExpression == null || !type.equals(DISTINCT_INSTANCE),
                "distinctInstance expression should not be specified.");
        Requests.refuseUnless(
                expression.length() <= ClusterQuery.MAX_LENGTH,
                "placementConstraints[].expression can have up to %d characters."
                        .formatted(ClusterQuery.MAX_LENGTH));
        return new Constraint(type, expression.isEmpty() ? null : expression);
    }
}
