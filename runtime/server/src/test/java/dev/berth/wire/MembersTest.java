package dev.berth.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerDefinition;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.LaunchType;
import software.amazon.awssdk.services.ecs.model.NetworkConfiguration;
import software.amazon.awssdk.services.ecs.model.RegisterTaskDefinitionRequest;
import software.amazon.awssdk.services.ecs.model.RunTaskRequest;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.TaskOverride;

class MembersTest {
    private static final Members RUN =
            Members.supported("taskDefinition*", "count")
                    .within("overrides.containerOverrides", "name*", "command", "environment")
                    .accepting("launchType", "EC2");

    @Test
    void aMemberThatIsBuiltIsAccepted() {
        var override = override().name("web").command("a").environment(List.of());

        accepted(run().count(3).overrides(overrides(override)));
    }

    @Test
    void emptyAndDefaultValuesOfUnsupportedMembersAreAccepted() {
        accepted(
                run().launchType(LaunchType.EC2)
                        .platformVersion("")
                        .enableExecuteCommand(false)
                        .capacityProviderStrategy(List.of())
                        .networkConfiguration(NetworkConfiguration.builder().build())
                        .tags(List.of()));
    }

    @Test
    void aMemberThatIsNotBuiltIsRefusedByName() {
        refused(run().enableExecuteCommand(true), "enableExecuteCommand");
        refused(run().launchType(LaunchType.FARGATE), "launchType");
        refused(run().tags(Tag.builder().key("a").build()), "tags");
    }

    @Test
    void aMemberThatIsNotBuiltIsRefusedWithItsPlaceWithinAList() {
        refused(
                run().overrides(
                                overrides(
                                        override().name("web"),
                                        override().name("side").memory(12))),
                "overrides.containerOverrides[1].memory");
        refused(run().overrides(o -> o.cpu("1 vCPU")), "overrides.cpu");
    }

    @Test
    void aRequiredMemberIsNamedWhereItIsMissing() {
        assertThat(refusal(RunTaskRequest.builder()))
                .hasMessage("taskDefinition is required.")
                .extracting(ApiException::code)
                .isEqualTo("InvalidParameterException");
        assertThat(refusal(RunTaskRequest.builder().taskDefinition(" ")))
                .hasMessage("taskDefinition is required.");
        assertThat(
                        refusal(
                                run().overrides(
                                                overrides(
                                                        override().name("a"),
                                                        override().command("b")))))
                .hasMessage("overrides.containerOverrides[1].name is required.");
    }

    @Test
    void aStructureWhoseMembersAllSayNothingIsAccepted() {
        var members = Members.supported("family").within("containerDefinitions", "name");
        var container =
                ContainerDefinition.builder()
                        .name("a")
                        .privileged(false)
                        .restartPolicy(r -> r.enabled(false))
                        .dockerLabels(Map.of());

        assertThatNoException()
                .isThrownBy(
                        () ->
                                members.check(
                                        "RegisterTaskDefinition",
                                        RegisterTaskDefinitionRequest.builder()
                                                .family("f")
                                                .containerDefinitions(container.build())
                                                .build()));
        container.restartPolicy(r -> r.enabled(true));
        assertThat(
                        catchThrowableOfType(
                                ApiException.class,
                                () ->
                                        members.check(
                                                "RegisterTaskDefinition",
                                                RegisterTaskDefinitionRequest.builder()
                                                        .containerDefinitions(container.build())
                                                        .build())))
                .hasMessageContaining("containerDefinitions[0].restartPolicy");
    }

    private static RunTaskRequest.Builder run() {
        return RunTaskRequest.builder().taskDefinition("web:1");
    }

    private static ContainerOverride.Builder override() {
        return ContainerOverride.builder();
    }

    private static TaskOverride overrides(ContainerOverride.Builder... overrides) {
        return TaskOverride.builder()
                .containerOverrides(
                        Stream.of(overrides).map(ContainerOverride.Builder::build).toList())
                .build();
    }

    private static void accepted(RunTaskRequest.Builder request) {
        assertThatNoException().isThrownBy(() -> RUN.check("RunTask", request.build()));
    }

    private static void refused(RunTaskRequest.Builder request, String path) {
        assertThat(refusal(request))
                .hasMessage("RunTask does not support %s yet. Leave it out.", path);
    }

    private static ApiException refusal(RunTaskRequest.Builder request) {
        return catchThrowableOfType(
                ApiException.class, () -> RUN.check("RunTask", request.build()));
    }
}
