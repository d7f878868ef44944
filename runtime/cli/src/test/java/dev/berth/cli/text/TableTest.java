package dev.berth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCell() {
        var table = new Table("TASK", "STATUS");
        table.row("3f2a", "RUNNING");
        table.row("a-longer-one", "");

        assertThat(table.toString())
                .isEqualTo(
                        """
                        TASK           STATUS
                        3f2a           RUNNING
                        a-longer-one   -""");
    }

    @Test
    void whatWouldBreakALineOrSteerTheTerminalIsABlank() {
        var table = new Table("REASON");
        table.row("first\nsecond \u001b[31mred");

        assertThat(table.toString()).isEqualTo("REASON\nfirst second  [31mred");
    }
}
