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

        assertThat(table.text(Screen.plain(60)))
                .isEqualTo(
                        """
                        REQUEST                               WHEN        REASON
                        469bfb8f-c62b-4e5d-99ec-e607aa42f84f  2 minutes   there is
                                                              ago         no
                                                                          instance
                                                                          with
                                                                          enough
                                                                          memory""");
        assertThat(table.text(Screen.PIPE).lines()).hasSize(2);
    }

    @Test
    void whereTheTableIsTooWideColumnsWithoutContentGoFirst() {
        var table = new Table("TASK", "HEALTH", "REASON");
        table.row("3f2a", "", "exit code 3");

        assertThat(table.text(Screen.plain(22))).isEqualTo("TASK  REASON\n3f2a  exit code 3");
        assertThat(table.fits(Screen.plain(17))).isTrue();
        assertThat(table.fits(Screen.plain(16))).isFalse();
        assertThat(table.text(Screen.PIPE)).contains("HEALTH");
    }

    @Test
    void noLineIsWiderThanTheScreen() {
        var table = new Table("TASK", "NODE", "REQUEST");
        table.row("a".repeat(32), "b".repeat(32), "c".repeat(36));

        assertThat(table.text(Screen.plain(60)).lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(60));
    }

    @Test
    void coloursTakeNoRoomAndAreLeftOutWhereThereAreNone() {
        var table = new Table("STATUS", "TASK");
        table.row(Cell.state("RUNNING"), Cell.of("3f2a"));

        assertThat(table.text(Screen.plain(80))).isEqualTo("STATUS   TASK\nRUNNING  3f2a");
        assertThat(table.text(new Screen(80, true)))
                .isEqualTo(
                        "\u001b[1mSTATUS\u001b[0m   \u001b[1mTASK\u001b[0m\n"
                                + "\u001b[32mRUNNING\u001b[0m  3f2a");
    }

    @Test
    void noColorOfAnyValueSwitchesColoursOff() {
        assertThat(Terminal.mayColour(null)).isTrue();
        assertThat(Terminal.mayColour("")).isTrue();
        assertThat(Terminal.mayColour("0")).isFalse();
    }

    @Test
    void aWordThatIsLongerThanItsColumnIsBroken() {
        var table = new Table("IMAGE");
        table.row("x".repeat(100));

        assertThat(table.text(Screen.plain(40)).lines())
                .hasSize(4)
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40));
    }
}
