package dev.berth.ecs.tag;

import static dev.berth.ecs.SharedServer.Running.container;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.ecs.SharedServer;
import dev.berth.ecs.SharedServer.Running;
import dev.berth.http.TestPort;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ClusterField;
import software.amazon.awssdk.services.ecs.model.ClusterNotFoundException;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceField;
import software.amazon.awssdk.services.ecs.model.InvalidParameterException;
import software.amazon.awssdk.services.ecs.model.LimitExceededException;
import software.amazon.awssdk.services.ecs.model.PropagateTags;
import software.amazon.awssdk.services.ecs.model.ResourceNotFoundException;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinitionField;
import software.amazon.awssdk.services.ecs.model.TaskField;

@ExtendWith(SharedServer.class)
class TagOperationsTest {
    private final Running server;
    private final EcsClient ecs;
    private final String cluster;

    TagOperationsTest(Running server) {
        this.server = server;
        this.ecs = server.ecs();
        this.cluster = server.cluster();
    }

    @Test
    void tagsAreSetReplacedListedAndRemoved() {
        var arn = TestPort.ARNS.cluster(cluster);

        ecs.tagResource(r -> r.resourceArn(arn).tags(tag("team", "core"), tag("stage", "test")));
        ecs.tagResource(r -> r.resourceArn(arn).tags(tag("stage", "live"), tag("empty", "")));
        assertThat(tags(arn))
                .containsExactly(tag("empty", ""), tag("stage", "live"), tag("team", "core"));

        ecs.untagResource(r -> r.resourceArn(arn).tagKeys("team", "never-there"));
        assertThat(tags(arn)).containsExactly(tag("empty", ""), tag("stage", "live"));
    }

    @Test
    void resourcesCreatedWithTagsReturnThemWhenIncluded() {
        var name = server.name();
        var red = tag("colour", "red");
        var created = ecs.createCluster(r -> r.clusterName(name).tags(red)).cluster();
        var definition =
                ecs.registerTaskDefinition(
                        r -> r.family(name).containerDefinitions(container()).tags(red));
        var instance =
                ecs.registerContainerInstance(
                                r ->
                                        r.cluster(name)
                                                .totalResources(Running.resources(1, 1))
                                                .tags(red))
                        .containerInstance();
        assertThat(created.tags()).containsExactly(red);
        assertThat(definition.tags()).containsExactly(red);
        assertThat(instance.tags()).containsExactly(red);

        var clusters = ecs.describeClusters(r -> r.clusters(name).include(ClusterField.TAGS));
        assertThat(clusters.clusters().getFirst().tags()).containsExactly(red);
        assertThat(ecs.describeClusters(r -> r.clusters(name)).clusters().getFirst().tags())
                .isEmpty();
        assertThat(
                        ecs.describeTaskDefinition(
                                        r ->
                                                r.taskDefinition(name)
                                                        .include(TaskDefinitionField.TAGS))
                                .tags())
                .containsExactly(red);
        assertThat(ecs.describeTaskDefinition(r -> r.taskDefinition(name)).tags()).isEmpty();
        var instances =
                ecs.describeContainerInstances(
                        r ->
                                r.cluster(name)
                                        .containerInstances(instance.containerInstanceArn())
                                        .include(ContainerInstanceField.TAGS));
        assertThat(instances.containerInstances().getFirst().tags()).containsExactly(red);
        assertThat(tags(definition.taskDefinition().taskDefinitionArn())).containsExactly(red);
        assertThat(tags(instance.containerInstanceArn())).containsExactly(red);
    }

    @Test
    void aTaskHasItsOwnTagsThoseOfItsDefinitionAndTheManagedOne() {
        var instance = server.instance(cluster);
        var family = definition(tag("team", "core"), tag("stage", "test"));

        var run =
                ecs.runTask(
                                r ->
                                        r.cluster(cluster)
                                                .taskDefinition(family)
                                                .tags(tag("stage", "live"))
                                                .propagateTags(PropagateTags.TASK_DEFINITION)
                                                .enableECSManagedTags(true))
                        .tasks()
                        .getFirst();
        var started =
                ecs.startTask(
                                r ->
                                        r.cluster(cluster)
                                                .taskDefinition(family)
                                                .containerInstances(instance)
                                                .tags(tag("stage", "live")))
                        .tasks()
                        .getFirst();

        assertThat(run.tags())
                .containsExactly(
                        tag("aws:ecs:clusterName", cluster),
                        tag("stage", "live"),
                        tag("team", "core"));
        assertThat(described(run, TaskField.TAGS).tags()).isEqualTo(run.tags());
        assertThat(described(run).tags()).isEmpty();
        assertThat(run.version()).isEqualTo(1);
        assertThat(started.tags()).containsExactly(tag("stage", "live"));
    }

    @Test
    void stoppingATaskDeletesItsTagsAndAStoppedOneGetsNone() {
        server.instance(cluster);
        var family = server.definition();
        var arn =
                ecs.runTask(r -> r.cluster(cluster).taskDefinition(family).tags(tag("a", "b")))
                        .tasks()
                        .getFirst()
                        .taskArn();

        ecs.stopTask(r -> r.cluster(cluster).task(arn));

        assertThat(tags(arn)).isEmpty();
        ecs.submitTaskStateChange(r -> r.cluster(cluster).task(arn).status("STOPPED"));
        assertThatThrownBy(() -> ecs.tagResource(r -> r.resourceArn(arn).tags(tag("a", "b"))))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("The specified task is stopped.");
    }

    @Test
    void aResourceHasAtMostFiftyUserTags() {
        var arn = TestPort.ARNS.cluster(cluster);
        var fifty = IntStream.range(0, 50).mapToObj(i -> tag("k" + i, "")).toList();
        ecs.tagResource(r -> r.resourceArn(arn).tags(fifty));

        assertThatThrownBy(() -> ecs.tagResource(r -> r.resourceArn(arn).tags(tag("one", ""))))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("up to 50 tags");
        var more = IntStream.range(0, 51).mapToObj(i -> tag("k" + i, "")).toList();
        refused(more, "tags can contain at most 50");
        ecs.tagResource(r -> r.resourceArn(arn).tags(tag("k0", "new")));
        assertThat(tags(arn)).hasSize(50).contains(tag("k0", "new"));
    }

    @Test
    void tagsThatEcsWouldNotTakeAreRefused() {
        refused(List.of(tag("", "v")), "tag key ''");
        refused(List.of(tag("k".repeat(129), "v")), "1 to 128");
        refused(List.of(tag("k", "v".repeat(257))), "up to 256");
        refused(List.of(tag("a*b", "v")), "tag key 'a*b'");
        refused(List.of(tag("AWS:mine", "v")), "the system's");
        refused(List.of(tag("k", "aws:v")), "does not begin with aws:");
        refused(List.of(tag("k", "1"), tag("k", "2")), "occurs more than once");
        assertThatThrownBy(
                        () ->
                                ecs.untagResource(
                                        r ->
                                                r.resourceArn(TestPort.ARNS.cluster(cluster))
                                                        .tagKeys("aws:ecs:clusterName")))
                .isInstanceOf(InvalidParameterException.class);
        assertThat(tags(TestPort.ARNS.cluster(cluster))).isEmpty();
    }

    @Test
    void aServiceCannotPassItsTagsToAStandAloneTask() {
        server.instance(cluster);
        var family = server.definition();
        assertThatThrownBy(
                        () ->
                                ecs.runTask(
                                        r ->
                                                r.cluster(cluster)
                                                        .taskDefinition(family)
                                                        .propagateTags(PropagateTags.SERVICE)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("SERVICE is for services");
    }

    @Test
    void whatIsNotThereCannotBeTagged() {
        var task =
                TestPort.ARNS.cluster(cluster).replace("cluster/", "task/") + "/" + "0".repeat(32);
        var shortFormat = TestPort.ARNS.cluster("x").replace("cluster/x", "task/" + "0".repeat(32));

        assertThatThrownBy(() -> ecs.tagResource(r -> r.resourceArn(task).tags(tag("a", "b"))))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> ecs.untagResource(r -> r.resourceArn(task).tagKeys("a")))
                .isInstanceOf(ResourceNotFoundException.class);
        assertThatThrownBy(() -> tags(task)).isInstanceOf(InvalidParameterException.class);
        assertThatThrownBy(() -> tags(TestPort.ARNS.cluster("absent")))
                .isInstanceOf(ClusterNotFoundException.class);
        assertThatThrownBy(() -> tags(shortFormat))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("Long arn format must be used");
        assertThatThrownBy(() -> tags("nonsense"))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining("resourceArn must be the ARN of");
    }

    @Test
    void registeringAgainKeepsTheTagsThatOthersSetAndTakesTheAgents() {
        var arn = server.instance(cluster);
        ecs.tagResource(r -> r.resourceArn(arn).tags(tag("owner", "ops"), tag("rack", "1")));

        ecs.registerContainerInstance(
                r ->
                        r.cluster(cluster)
                                .containerInstanceArn(arn)
                                .totalResources(Running.resources(1024, 1000, "22"))
                                .tags(tag("rack", "2")));

        assertThat(tags(arn)).containsExactly(tag("owner", "ops"), tag("rack", "2"));
    }

    private String definition(Tag... tags) {
        var family = server.name();
        ecs.registerTaskDefinition(
                r -> r.family(family).containerDefinitions(container()).tags(tags));
        return family;
    }

    private void refused(List<Tag> tags, String text) {
        assertThatThrownBy(
                        () ->
                                ecs.tagResource(
                                        r ->
                                                r.resourceArn(TestPort.ARNS.cluster(cluster))
                                                        .tags(tags)))
                .isInstanceOf(InvalidParameterException.class)
                .hasMessageContaining(text);
    }

    private List<Tag> tags(String arn) {
        return ecs.listTagsForResource(r -> r.resourceArn(arn)).tags();
    }

    private Task described(Task task, TaskField... include) {
        return ecs.describeTasks(r -> r.cluster(cluster).tasks(task.taskArn()).include(include))
                .tasks()
                .getFirst();
    }

    private static Tag tag(String key, String value) {
        return Tag.builder().key(key).value(value).build();
    }
}
