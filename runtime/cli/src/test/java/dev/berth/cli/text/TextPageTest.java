package dev.berth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextPageTest {
    @Test
    void aFieldKeepsItsColourOnEachOfItsLines() {
        var page = new TextPage(new Screen(24, true));
        page.field("status", new Cell("the image is missing", Colour.RED));

        assertThat(page.toString())
                .isEqualTo(
                        "  status       \u001b[31mthe image\u001b[0m\n"
                                + "               \u001b[31mis\u001b[0m\n"
                                + "               \u001b[31mmissing\u001b[0m");
    }

    @Test
    void fieldsAreWrappedBesideTheirNames() {
        var page = new TextPage(Screen.plain(32));
        page.heading("Task");
        page.field("why", "one two three four five");
        page.field("nothing", "");
        page.field("digest", "a-word-that-is-longer-than-the-terminal-is-wide");
        assertThat(page)
                .hasToString(
                        """
                        Task
                          why          one two three
                                       four five
                          digest       a-word-that-is-longer-than-the-terminal-is-wide""");
    }

    @Test
    void whatContainersWriteDoesNotSteerTheTerminal() {
        var page = new TextPage(Screen.plain(80));
        page.beneath("\u001B[31mred\u001B[0m\u0007 a\tb\u001B]0;title\u0007");
        assertThat(page).hasToString("    red a\tb0;title");
    }
}
