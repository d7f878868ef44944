package dev.berth.domain.taskdefinition;

import static dev.berth.domain.Scenario.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.ErrorCode;
import dev.berth.domain.HostPort;
import dev.berth.domain.Scenario;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand.Register;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent.Registered;
import dev.berth.domain.taskdefinition.TaskShape.ContainerShape;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TaskDefinitionDeciderTest {

    private static final TaskShape SHAPE =
            new TaskShape(
                    NetworkMode.BRIDGE,
                    List.of(
                            new ContainerShape("a", true, 10, 64, 32, Set.of(HostPort.tcp(80))),
                            new ContainerShape("b", false, 0, 64, 0, Set.of(HostPort.udp(80)))),
                    Set.of("berth.capability"));

    private final Scenario<TaskDefinitionCommand, TaskDefinitionEvent, TaskDefinition> scenario =
            Scenario.of(new TaskDefinitionDecider());

    @Test
    void aRevisionIsFilledOnce() {
        scenario.when(new Register("web", 1, "{}", SHAPE, "arn:me"))
                .then(new Registered("web", 1, "{}", SHAPE, "arn:me", NOW));
        assertThat(scenario.state())
                .isEqualTo(new TaskDefinition.Registered("web", 1, "{}", SHAPE, "arn:me", NOW));
    }

    @Test
    void theSameContentAgainChangesNothing() {
        scenario.given(new Registered("web", 1, "{}", SHAPE, "arn:me", NOW))
                .when(new Register("web", 1, "{}", SHAPE, "arn:other"))
                .thenNothing();
    }

    @Test
    void otherContentUnderATakenRevisionIsRefused() {
        scenario.given(new Registered("web", 1, "{}", SHAPE, "arn:me", NOW))
                .when(new Register("web", 1, "{\"cpu\":1}", SHAPE, "arn:me"))
                .thenRefuses(
                        ErrorCode.CLIENT,
                        "The revision is already registered with other content. Register a new revision.");
    }

    @Test
    void aTaskNeedsTheFixedPortsOfAllItsContainers() {
        assertThat(SHAPE.fixedPorts()).containsExactly(HostPort.tcp(80), HostPort.udp(80));
    }

    @Test
    void aContainerIsChargedItsSoftLimitWhereItHasOne() {
        assertThat(SHAPE.containers())
                .extracting(ContainerShape::chargedMemory)
                .containsExactly(32, 64);
    }
}
