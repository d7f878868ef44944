package dev.berth.cli.ecs;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TaskIdTest {
    @Test
    void anArnNamesItsClusterAndAnIdTakesTheOneThatIsGiven() {
        var arn = "arn:aws:ecs:eu-west-1:000000000000:task/shop/0123";

        assertThat(TaskId.of(arn, "default")).isEqualTo(new TaskId("shop", "0123"));
        assertThat(TaskId.of("01", "default")).isEqualTo(new TaskId("default", "01"));
        assertThat(TaskId.of("01", "arn:aws:ecs:eu-west-1:0:cluster/shop"))
                .isEqualTo(new TaskId("shop", "01"));
    }
}
