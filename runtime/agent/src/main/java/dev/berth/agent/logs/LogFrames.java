package dev.berth.agent.logs;

import dev.berth.protocol.agent.BerthLogLine;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The lines in Docker's response to "container logs". Without a terminal it contains two streams in
 * frames: one byte for the stream, three zero bytes, four bytes for the length. A frame can end
 * within a line.
 */
final class LogFrames {
    /** Longer lines are split. */
    static final int MAX_LINE = 64 * 1024;

    private static final int BUFFER = 16 * 1024;

    private final DataInputStream in;
    private final boolean terminal;
    private final LineBuilder out = new LineBuilder("stdout");
    private final LineBuilder err = new LineBuilder("stderr");
    private final Queue<BerthLogLine> ready = new ArrayDeque<>();
    private final byte[] buffer = new byte[BUFFER];

    /**
     * @param terminal whether the container has a terminal: then there are no frames
     */
    LogFrames(InputStream in, boolean terminal) {
        this.in = new DataInputStream(in);
        this.terminal = terminal;
    }

    /** The next line; null at the end. */
    BerthLogLine next() throws IOException {
        while (ready.isEmpty()) {
            if (!(terminal ? readRaw() : readFrame())) {
                out.finish(ready);
                err.finish(ready);
                return ready.poll();
            }
        }
        return ready.poll();
    }

    private boolean readRaw() throws IOException {
        var count = in.read(buffer);
        if (count > 0) {
            out.add(buffer, count, ready);
        }
        return count >= 0;
    }

    private boolean readFrame() throws IOException {
        var stream = in.read();
        if (stream < 0) {
            return false;
        }
        in.skipNBytes(3);
        var left = in.readInt() & 0xffff_ffffL;
        var lines = stream == 2 ? err : out;
        while (left > 0) {
            var count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
            if (count < 0) {
                throw new EOFException("the output ends within a frame");
            }
            lines.add(buffer, count, ready);
            left -= count;
        }
        return true;
    }

    /** The lines of one stream; the last one may be incomplete. */
    private static final class LineBuilder {
        private final String stream;
        private final byte[] line = new byte[MAX_LINE];
        private int length;
        private boolean begun;

        LineBuilder(String stream) {
            this.stream = stream;
        }

        void add(byte[] bytes, int count, Queue<BerthLogLine> to) {
            for (int i = 0; i < count; i++) {
                if (bytes[i] == '\n') {
                    end(to);
                } else {
                    begun = true;
                    if (length < MAX_LINE) {
                        line[length++] = bytes[i];
                    }
                }
            }
        }

        private void end(Queue<BerthLogLine> to) {
            var bytes = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
            to.add(new BerthLogLine(stream, new String(line, 0, bytes, StandardCharsets.UTF_8)));
            length = 0;
            begun = false;
        }

        void finish(Queue<BerthLogLine> to) {
            if (begun) {
                end(to);
            }
        }
    }
}
