package dev.berth.agent.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.berth.protocol.agent.BerthLogLine;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class LogFramesTest {

    @Test
    void linesOfTwoStreamsAreSeparatedWhereverFramesEnd() throws Exception {
        var bytes = frames(1, "one\ntw", 2, "bad\n", 1, "o\n\nlast");
        assertThat(lines(bytes, false))
                .containsExactly(
                        new BerthLogLine("stdout", "one"),
                        new BerthLogLine("stderr", "bad"),
                        new BerthLogLine("stdout", "two"),
                        new BerthLogLine("stdout", ""),
                        new BerthLogLine("stdout", "last"));
    }

    @Test
    void aTerminalHasOneStreamAndEndsItsLinesInItsOwnWay() throws Exception {
        var bytes = "one\r\ntwo\r\n".getBytes(StandardCharsets.UTF_8);
        assertThat(lines(bytes, true))
                .containsExactly(
                        new BerthLogLine("stdout", "one"), new BerthLogLine("stdout", "two"));
    }

    @Test
    void aLineWithoutEndIsCut() throws Exception {
        var bytes = frames(1, "x".repeat(3 * LogFrames.MAX_LINE) + "\nnext\n");
        assertThat(lines(bytes, false))
                .extracting(line -> line.text().length())
                .containsExactly(LogFrames.MAX_LINE, 4);
    }

    @Test
    void anEndWithinAFrameIsNoEndOfTheOutput() throws Exception {
        var bytes = frames(1, "one\n");
        var cut = Arrays.copyOf(bytes, bytes.length - 2);
        assertThatIOException().isThrownBy(() -> lines(cut, false));
    }

    private static List<BerthLogLine> lines(byte[] bytes, boolean terminal) throws IOException {
        var frames = new LogFrames(new ByteArrayInputStream(bytes), terminal);
        var lines = new ArrayList<BerthLogLine>();
        for (var line = frames.next(); line != null; line = frames.next()) {
            lines.add(line);
        }
        return lines;
    }

    private static byte[] frames(Object... streamsAndTexts) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        for (int i = 0; i < streamsAndTexts.length; i += 2) {
            var text = ((String) streamsAndTexts[i + 1]).getBytes(StandardCharsets.UTF_8);
            out.writeInt((int) streamsAndTexts[i] << 24);
            out.writeInt(text.length);
            out.write(text);
        }
        return bytes.toByteArray();
    }
}
