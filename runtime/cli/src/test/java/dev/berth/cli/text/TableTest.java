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
                        TASK          STATUS
                        3f2a          RUNNING
                        a-longer-one  -""");
    }

    @Test
    void whatWouldBreakALineOrSteerTheTerminalIsABlank() {
        var table = new Table("REASON");
        table.row("first\nsecond \u001b[31mred");

        assertThat(table.toString()).isEqualTo("REASON\nfirst second  [31mred");
    }

    @Test
    void withinAWidthTheTextsAreWrappedAndIdsStayWhole() {
        var table = new Table("REQUEST", "WHEN", "REASON");
        table.row(
                "469bfb8f-c62b-4e5d-99ec-e607aa42f84f",
                "2 minutes ago",
                "there is no instance with enough memory");

        assertThat(table.text(60))
                .isEqualTo(
                        """
                        REQUEST                               WHEN        REASON
                        469bfb8f-c62b-4e5d-99ec-e607aa42f84f  2 minutes   there is
                                                              ago         no
                                                                          instance
                                                                          with
                                                                          enough
                                                                          memory""");
        assertThat(table.text(Integer.MAX_VALUE).lines()).hasSize(2);
    }

    @Test
    void aWordThatIsLongerThanItsColumnIsBroken() {
        var table = new Table("IMAGE");
        table.row("x".repeat(100));

        assertThat(table.text(40).lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
    }
}
