package dev.berth.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.Task;

final class PsCommandTest {
    private static final Task TASK =
            Task.builder().lastStatus("RUNNING").group("service:web").build();

    @Test
    void tasksAreFilteredByStatusAndService() {
        assertThat(PsCommand.isWanted(TASK, null, null)).isTrue();
        assertThat(PsCommand.isWanted(TASK, "running", "web")).isTrue();
        assertThat(PsCommand.isWanted(TASK, "STOPPED", null)).isFalse();
        assertThat(PsCommand.isWanted(TASK, null, "db")).isFalse();
    }

    @Test
    void strayContainersAreCounted() {
        assertThat(DownCommand.strays(1)).startsWith("1 container of tasks").contains("keeps");
        assertThat(DownCommand.strays(2)).startsWith("2 containers of tasks").contains("keep ");
    }
}
