package dev.berth.domain.instance;

import static dev.berth.domain.instance.Instances.register;
import static dev.berth.domain.instance.Instances.registered;
import static dev.berth.domain.instance.Instances.resources;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.Scenario;
import dev.berth.domain.instance.InstanceCommand.ChangeAttributes;
import dev.berth.domain.instance.InstanceEvent.AttributesChanged;
import dev.berth.domain.instance.InstanceEvent.Deregistered;
import dev.berth.domain.instance.InstanceEvent.Registered;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AttributesTest {
    private static final Registered REGISTERED = registered("i1", resources(1000, 500, 22));
    private static final AttributesChanged PROD =
            new AttributesChanged(Map.of("stack", "prod"), Set.of());

    private final Scenario<InstanceCommand, InstanceEvent, ContainerInstance> scenario =
            Scenario.of(new InstanceDecider());

    @Test
    void customAttributesAreSetAndRemoved() {
        scenario.given(REGISTERED).when(put(Map.of("stack", "prod"))).then(PROD);
        var state = scenario.state(ContainerInstance.Registered.class);
        assertThat(state.attributes()).isEqualTo(Map.of("os", "linux", "stack", "prod"));
        assertThat(state.version()).isEqualTo(2);

        scenario.when(delete("stack")).then(new AttributesChanged(Map.of(), Set.of("stack")));
        assertThat(scenario.state(ContainerInstance.Registered.class).attributes())
                .isEqualTo(Map.of("os", "linux"));
    }

    @Test
    void whatIsSoAlreadyChangesNothing() {
        scenario.given(REGISTERED, PROD).when(put(Map.of("stack", "prod"))).thenNothing();
        scenario.given(REGISTERED).when(delete("stack")).thenNothing();
    }

    @Test
    void theyOutliveTheNextRegistration() {
        scenario.given(REGISTERED, PROD)
                .when(register("i1", resources(1000, 500, 22)))
                .thenNothing();
        scenario.given(REGISTERED, PROD).when(register("i1", resources(1, 1)));
        assertThat(scenario.state(ContainerInstance.Registered.class).attributes())
                .containsEntry("stack", "prod");
    }

    @Test
    void anInstanceHasTenOfThemAtMost() {
        var nine =
                IntStream.range(0, 9)
                        .boxed()
                        .collect(Collectors.toMap(number -> "a" + number, _ -> "v"));
        var full = new AttributesChanged(nine, Set.of());

        scenario.given(REGISTERED, full);
        refuses(ErrorCode.ATTRIBUTE_LIMIT_EXCEEDED, put(Map.of("stack", "prod")));
        scenario.given(REGISTERED, full)
                .when(put(Map.of("a0", "other")))
                .then(new AttributesChanged(Map.of("a0", "other"), Set.of()));
    }

    @Test
    void whatIsBuiltInIsNotItsOwnersToChange() {
        scenario.given(REGISTERED);
        for (var name : Set.of("ecs.os-type", "com.amazonaws.ecs.capability.x", "berth.address")) {
            refuses(ErrorCode.INVALID_PARAMETER, put(Map.of(name, "x")));
            refuses(ErrorCode.INVALID_PARAMETER, delete(name));
        }
    }

    @Test
    void whatIsNotRegisteredIsNoTarget() {
        refuses(ErrorCode.TARGET_NOT_FOUND, put(Map.of("a", "b")));
        scenario.given(REGISTERED, new Deregistered(Scenario.NOW));
        refuses(ErrorCode.TARGET_NOT_FOUND, delete("a"));
    }

    private void refuses(ErrorCode code, InstanceCommand command) {
        assertThat(new InstanceDecider().decide(scenario.state(), command, Scenario.NOW))
                .isInstanceOfSatisfying(
                        Decision.Rejected.class,
                        refused -> assertThat(refused.code()).isEqualTo(code));
    }

    private static ChangeAttributes put(Map<String, String> attributes) {
        return new ChangeAttributes(new AttributeChange(attributes, Set.of()));
    }

    private static ChangeAttributes delete(String... names) {
        return new ChangeAttributes(new AttributeChange(Map.of(), Set.of(names)));
    }
}
