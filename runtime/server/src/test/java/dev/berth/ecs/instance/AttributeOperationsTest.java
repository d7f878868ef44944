package dev.berth.ecs.instance;

import static dev.berth.ecs.SharedServer.Running.resources;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.AttributeLimitExceededException;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.TargetNotFoundException;

@ExtendWith(SharedServer.class)
class AttributeOperationsTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;
    private final String instance;

    AttributeOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
        this.instance = server.instance(cluster);
    }

    @Test
    void attributesAreSetReplacedListedAndDeleted() {
        var stack = attribute("stack", "prod", instance);
        var id = instance.substring(instance.lastIndexOf('/') + 1);

        var put =
                ecs.putAttributes(
                        r ->
                                r.cluster(cluster)
                                        .attributes(
                                                Attribute.builder()
                                                        .name("stack")
                                                        .value("prod")
                                                        .targetType("container-instance")
                                                        .targetId(id)
                                                        .build()));

        assertThat(put.attributes()).containsExactly(stack);
        assertThat(listed("stack")).containsExactly(stack);
        assertThat(described()).contains(SharedServer.Running.attribute("stack", "prod"));

        ecs.putAttributes(r -> r.cluster(cluster).attributes(attribute("stack", "test", instance)));
        assertThat(listed("stack")).containsExactly(attribute("stack", "test", instance));

        ecs.deleteAttributes(
                r -> r.cluster(cluster).attributes(attribute("stack", "other", instance)));
        assertThat(listed("stack")).hasSize(1);
        ecs.deleteAttributes(
                r -> r.cluster(cluster).attributes(attribute("stack", null, instance)));
        assertThat(listed("stack")).isEmpty();
    }

    @Test
    void attributesOutliveTheNextRegistrationOfTheAgent() {
        ecs.putAttributes(r -> r.cluster(cluster).attributes(attribute("stack", "prod", instance)));

        ecs.registerContainerInstance(
                r ->
                        r.cluster(cluster)
                                .containerInstanceArn(instance)
                                .totalResources(resources(512, 512)));

        assertThat(described()).contains(SharedServer.Running.attribute("stack", "prod"));
    }

    @Test
    void attributesOfAllInstancesAreListedPageByPage() {
        var other = server.instance(cluster);
        var one = ecs.listAttributes(r -> r.cluster(cluster).targetType("container-instance"));
        var names = new ArrayList<String>();
        String token = null;
        do {
            var from = token;
            var page =
                    ecs.listAttributes(
                            r ->
                                    r.cluster(cluster)
                                            .targetType("container-instance")
                                            .maxResults(7)
                                            .nextToken(from));
            assertThat(page.attributes()).hasSizeLessThanOrEqualTo(7);
            page.attributes().forEach(each -> names.add(each.targetId() + " " + each.name()));
            token = page.nextToken();
        } while (token != null);

        assertThat(names).doesNotHaveDuplicates().isSorted().hasSize(one.attributes().size());
        assertThat(listed("rack"))
                .containsExactlyInAnyOrder(
                        attribute("rack", "r1", instance), attribute("rack", "r1", other));
        assertThat(
                        ecs.listAttributes(
                                        r ->
                                                r.cluster(cluster)
                                                        .targetType("container-instance")
                                                        .attributeName("rack")
                                                        .attributeValue("r2"))
                                .attributes())
                .isEmpty();
    }

    @Test
    void anInstanceHasAtMostTenCustomAttributes() {
        ecs.putAttributes(
                r ->
                        r.cluster(cluster)
                                .attributes(
                                        IntStream.range(0, 9)
                                                .mapToObj(n -> attribute("a" + n, "v", instance))
                                                .toList()));

        var refused =
                catchThrowableOfType(
                        AttributeLimitExceededException.class,
                        () ->
                                ecs.putAttributes(
                                        r ->
                                                r.cluster(cluster)
                                                        .attributes(
                                                                attribute("b", "v", instance))));

        assertThat(refused).hasMessageContaining("up to 10 custom attributes");
        assertThat(listed("b")).isEmpty();
    }

    @Test
    void whatIsNotThereIsNoTarget() {
        var gone = server.instance(cluster);
        ecs.deregisterContainerInstance(r -> r.cluster(cluster).containerInstance(gone));
        var elsewhere = server.instance(server.cluster());

        for (var target : List.of(gone, elsewhere, instance.replaceAll("/[0-9a-f]+$", "/0"))) {
            var refused =
                    catchThrowableOfType(
                            TargetNotFoundException.class,
                            () ->
                                    ecs.putAttributes(
                                            r ->
                                                    r.cluster(cluster)
                                                            .attributes(
                                                                    attribute("a", "v", instance),
                                                                    attribute("a", "v", target))));
            assertThat(refused).hasMessageContaining(target);
        }
        assertThat(listed("a")).isEmpty();
        assertThat(
                        catchThrowableOfType(
                                ClusterNotFoundException.class,
                                () ->
                                        ecs.deleteAttributes(
                                                r ->
                                                        r.cluster(server.name())
                                                                .attributes(
                                                                        attribute(
                                                                                "a", null,
                                                                                instance)))))
                .isNotNull();
    }

    @Test
    void attributesThatEcsWouldNotTakeAreRefused() {
        refused("ecs.os-type", "windows", instance, "cannot be changed");
        refused("com.amazonaws.ecs.capability.x", "", instance, "cannot be changed");
        refused("a b", "v", instance, "'a b' is not valid");
        refused("", "v", instance, "is not valid");
        refused("a".repeat(129), "v", instance, "is not valid");
        refused("a", "v;", instance, "is not valid");
        refused("a", " v", instance, "is not valid");
        refused("a", "v".repeat(129), instance, "is not valid");
        refused("a", "v", "", "targetId is required");
        refused("a", "v", "0123", "targetType is required");
        refused(
                () ->
                        ecs.putAttributes(
                                r ->
                                        r.cluster(cluster)
                                                .attributes(
                                                        IntStream.range(0, 11)
                                                                .mapToObj(
                                                                        n ->
                                                                                attribute(
                                                                                        "a" + n,
                                                                                        "v",
                                                                                        instance))
                                                                .toList())),
                "at most 10");
        refused(() -> ecs.putAttributes(r -> r.cluster(cluster)), "attributes is required.");
        refused(() -> ecs.listAttributes(r -> r.cluster(cluster)), "targetType is required.");
        refused(
                () -> ecs.listAttributes(r -> r.cluster(cluster).targetType("task")),
                "targetType must be one of container-instance.");
        refused(
                () ->
                        ecs.listAttributes(
                                r ->
                                        r.cluster(cluster)
                                                .targetType("container-instance")
                                                .attributeValue("v")),
                "attributeValue requires attributeName");
    }

    private void refused(String name, String value, String target, String sentence) {
        var attribute = Attribute.builder().name(name).value(value).targetId(target).build();
        refused(() -> ecs.putAttributes(r -> r.cluster(cluster).attributes(attribute)), sentence);
    }

    private static void refused(
            org.assertj.core.api.ThrowableAssert.ThrowingCallable call, String sentence) {
        assertThat(catchThrowableOfType(InvalidParameterException.class, call))
                .isNotNull()
                .hasMessageContaining(sentence);
    }

    private List<Attribute> listed(String name) {
        return ecs.listAttributes(
                        r ->
                                r.cluster(cluster)
                                        .targetType("container-instance")
                                        .attributeName(name))
                .attributes();
    }

    private List<Attribute> described() {
        return ecs.describeContainerInstances(r -> r.cluster(cluster).containerInstances(instance))
                .containerInstances()
                .getFirst()
                .attributes();
    }

    private static Attribute attribute(String name, String value, String target) {
        return AttributeModel.shown(name, value == null ? "" : value, target);
    }
}
