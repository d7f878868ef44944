package dev.berth.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class LiveViewTest {
    private final StringWriter written = new StringWriter();

    @Test
    void onATerminalAPageTakesThePlaceOfTheOneBefore() {
        new LiveView(new PrintWriter(written), true).show("one\ntwo");

        assertThat(written.toString()).isEqualTo("\u001b[Hone\u001b[K\ntwo\u001b[K\n\u001b[J");
    }

    @Test
    void pagesThatArePipedFollowEachOther() {
        new LiveView(new PrintWriter(written), false).show("one");

        assertThat(written.toString()).isEqualToIgnoringNewLines("one");
    }
}
