package dev.berth.ecs.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.domain.placement.Placing;
import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import dev.berth.ecs.instance.AttributeModel;
import dev.berth.ecs.placement.Placements;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClientException;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.PlacementConstraint;
import software.amazon.awssdk.services.ecs.model.PlacementStrategy;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionPlacementConstraint;

/** What RunTask, StartTask and task definitions say about placing. */
@ExtendWith(SharedServer.class)
class PlacementTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String prod;
    private final String test;

    PlacementTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.prod = server.instance(cluster);
        this.test = server.instance(cluster);
        stack(prod, "prod");
        stack(test, "test");
    }

    @Test
    void aConstraintOfTheCallBinds() {
        var family = server.definition();

        var run =
                ecs.runTask(
                        r ->
                                r.cluster(cluster)
                                        .taskDefinition(family)
                                        .count(3)
                                        .placementConstraints(memberOf("attribute:stack == prod")));

        assertThat(run.failures()).isEmpty();
        assertThat(run.tasks())
                .hasSize(3)
                .allSatisfy(task -> assertThat(task.containerInstanceArn()).isEqualTo(prod));
    }

    @Test
    void anInstanceIsFreeForTheNextDistinctTaskOnceTheFirstIsToStop() {
        var family = server.definition();
        var distinct = PlacementConstraint.builder().type("distinctInstance").build();
        var first =
                ecs.runTask(
                        r ->
                                r.cluster(cluster)
                                        .taskDefinition(family)
                                        .count(2)
                                        .placementConstraints(distinct));
        assertThat(first.failures()).isEmpty();
        var none =
                ecs.runTask(
                        r ->
                                r.cluster(cluster)
                                        .taskDefinition(family)
                                        .placementConstraints(distinct));
        assertThat(none.tasks()).isEmpty();
        first.tasks().forEach(each -> ecs.stopTask(r -> r.cluster(cluster).task(each.taskArn())));

        var second =
                ecs.runTask(
                        r ->
                                r.cluster(cluster)
                                        .taskDefinition(family)
                                        .count(2)
                                        .placementConstraints(distinct));

        assertThat(second.failures()).isEmpty();
        assertThat(second.tasks()).hasSize(2);
    }

    @Test
    void whatAConstraintRulesOutIsAFailureInEcsWords() {
        var family = server.definition();

        var run =
                ecs.runTask(
                        r ->
                                r.cluster(cluster)
                                        .taskDefinition(family)
                                        .placementConstraints(memberOf("attribute:stack == x")));

        assertThat(run.tasks()).isEmpty();
        assertThat(run.failures())
                .containsExactlyInAnyOrder(
                        failure(prod, "MemberOf placement constraint unsatisfied."),
                        failure(test, "MemberOf placement constraint unsatisfied."));
    }

    @Test
    void aConstraintOfTheDefinitionIsShownAndBindsToo() {
        var family = constrained("attribute:stack == test");

        var shown =
                ecs.describeTaskDefinition(r -> r.taskDefinition(family))
                        .taskDefinition()
                        .placementConstraints();
        assertThat(shown).containsExactly(ofDefinition("memberOf", "attribute:stack == test"));
        var run =
                ecs.runTask(
                        r ->
                                r.cluster(cluster)
                                        .taskDefinition(family)
                                        .placementStrategy(strategy("binpack", "memory"))
                                        .count(2));
        assertThat(run.tasks())
                .hasSize(2)
                .allSatisfy(task -> assertThat(task.containerInstanceArn()).isEqualTo(test));
    }

    @Test
    void startTaskIgnoresStrategiesAndConstraints() {
        var family = constrained("attribute:stack == test");

        var started =
                ecs.startTask(
                        r -> r.cluster(cluster).taskDefinition(family).containerInstances(prod));

        assertThat(started.failures()).isEmpty();
        assertThat(started.tasks())
                .singleElement()
                .satisfies(task -> assertThat(task.containerInstanceArn()).isEqualTo(prod));
    }

    @Test
    void aDefinitionTakesMemberOfOnly() {
        refused(
                ClientException.class,
                () -> define(List.of(ofDefinition("distinctInstance", null))),
                "must be memberOf");
        refused(
                ClientException.class,
                () -> define(List.of(ofDefinition("memberOf", "attribute:a = b"))),
                "No query: at column 13");
        refused(
                ClientException.class,
                () -> define(Collections.nCopies(11, ofDefinition("memberOf", "agentVersion > 1"))),
                "at most 10 constraints");
    }

    @Test
    void whatACallCannotMeanIsRefused() {
        invalid(
                r -> r.placementStrategy(Collections.nCopies(6, strategy("random", null))),
                "at most 5 strategies");
        invalid(
                r -> r.placementConstraints(Collections.nCopies(11, memberOf("agentVersion > 1"))),
                "at most 10 constraints");
        invalid(
                r ->
                        r.placementConstraints(
                                PlacementConstraint.builder()
                                        .type("distinctInstance")
                                        .expression("x")
                                        .build()),
                "distinctInstance expression should not be specified.");
        invalid(
                r -> r.placementConstraints(memberOf("a".repeat(2001))),
                "expression can have up to 2000 characters");
        invalid(r -> r.placementConstraints(memberOf("a")), "No query: at column 1");
        invalid(r -> r.placementStrategy(strategy(null, "cpu")), "placementStrategy[].type is");
        invalid(
                r -> r.placementStrategy(strategy("my-scheduler", null)),
                "There is no placement strategy my-scheduler.");
        invalid(
                r -> r.placementStrategy(strategy("random", "scheduler:mine")),
                "There is no placement strategy mine.");
    }

    @Test
    void aDefinitionAndACallShareTheirTenConstraints() {
        var family = constrained("agentVersion > 1");

        refused(
                InvalidParameterException.class,
                () ->
                        ecs.runTask(
                                r ->
                                        r.cluster(cluster)
                                                .taskDefinition(family)
                                                .placementConstraints(
                                                        Collections.nCopies(
                                                                10, memberOf("agentVersion > 1")))),
                "at most 10 constraints");
    }

    @Test
    void aPluginIsNamedByItsTypeOrByAFieldThatEveryClientLetsThrough() {
        assertThat(placed("my-scheduler", null))
                .isEqualTo(new Placing.Strategy("my-scheduler", null));
        assertThat(placed("my-scheduler", "x"))
                .isEqualTo(new Placing.Strategy("my-scheduler", "x"));
        assertThat(placed("random", "scheduler:my-scheduler"))
                .isEqualTo(placed("my-scheduler", null));
        assertThat(placed("spread", "scheduler:my-scheduler"))
                .isEqualTo(placed("my-scheduler", null));
        assertThat(placed("binpack", "scheduler:my-scheduler"))
                .isEqualTo(new Placing.Strategy("binpack", "scheduler:my-scheduler"));
        assertThat(placed("spread", "instanceId"))
                .isEqualTo(new Placing.Strategy("spread", "instanceId"));
    }

    private static Placing.Strategy placed(String type, String field) {
        return Placements.of(List.of(strategy(type, field)), List.of(), List.of())
                .strategies()
                .getFirst();
    }

    private String constrained(String expression) {
        return define(List.of(ofDefinition("memberOf", expression)));
    }

    private String define(List<TaskDefinitionPlacementConstraint> constraints) {
        var family = server.name();
        ecs.registerTaskDefinition(
                r ->
                        r.family(family)
                                .containerDefinitions(Running.container())
                                .placementConstraints(constraints));
        return family;
    }

    private void invalid(Consumer<RunTaskRequest.Builder> request, String sentence) {
        var family = server.definition();
        refused(
                InvalidParameterException.class,
                () -> ecs.runTask(request.andThen(r -> r.cluster(cluster).taskDefinition(family))),
                sentence);
    }

    private static void refused(
            Class<? extends Throwable> type, ThrowingCallable call, String sentence) {
        assertThat(catchThrowableOfType(type, call)).isNotNull().hasMessageContaining(sentence);
    }

    private void stack(String instance, String value) {
        ecs.putAttributes(
                r -> r.cluster(cluster).attributes(AttributeModel.shown("stack", value, instance)));
    }

    private static Failure failure(String instance, String reason) {
        return Failure.builder().arn(instance).reason(reason).build();
    }

    private static PlacementConstraint memberOf(String expression) {
        return PlacementConstraint.builder().type("memberOf").expression(expression).build();
    }

    private static PlacementStrategy strategy(String type, String field) {
        return PlacementStrategy.builder().type(type).field(field).build();
    }

    private static TaskDefinitionPlacementConstraint ofDefinition(String type, String expression) {
        return TaskDefinitionPlacementConstraint.builder()
                .type(type)
                .expression(expression)
                .build();
    }
}
