package dev.berth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextPageTest {
    @Test
    void fieldsAreWrappedBesideTheirNames() {
        var page = new TextPage(32);
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
        var page = new TextPage(80);
        page.beneath("\u001B[31mred\u001B[0m\u0007 a\tb\u001B]0;title\u0007");
        assertThat(page).hasToString("    red a\tb0;title");
    }
}
