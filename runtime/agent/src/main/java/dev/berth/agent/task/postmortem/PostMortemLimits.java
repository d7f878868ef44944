package dev.berth.agent.task.postmortem;

import dev.berth.protocol.agent.BerthContainerDetails;
import dev.berth.protocol.agent.BerthHealthCheck;
import dev.berth.protocol.agent.BerthLogLine;
import java.nio.ByteBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.LinkedList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.function.UnaryOperator;

/**
 * Limits the size of a post-mortem: a number of bytes for each task, in equal shares for its
 * containers. Health checks can use half of a share. If a share is used up, the oldest entries are
 * dropped.
 */
public record PostMortemLimits(int bytesOfTask) {
    public static final int LINES = 50;
    public static final int BYTES_OF_LINE = 1024;
    public static final int HEALTH_CHECKS = 5;
    public static final int BYTES_OF_HEALTH_CHECK = 4 * 1024;

    public static final PostMortemLimits DEFAULT = new PostMortemLimits(64 * 1024);

    public List<BerthContainerDetails> within(List<BerthContainerDetails> containers) {
        var share = bytesOfTask / Math.max(1, containers.size());
        return containers.stream().map(container -> within(container, share)).toList();
    }

    private static BerthContainerDetails within(BerthContainerDetails all, int share) {
        var checks = newest(all.healthChecks(), HEALTH_CHECKS, share / 2, check(), checkSize());
        var taken = checks.stream().mapToInt(checkSize()).sum();
        var lines = newest(all.lines(), LINES, share - taken, line(), lineSize());
        return new BerthContainerDetails(
                all.name(), all.outOfMemory(), all.health(), checks, lines, all.linesMissing());
    }

    private static UnaryOperator<BerthHealthCheck> check() {
        return c ->
                new BerthHealthCheck(
                        c.startMillis(),
                        c.endMillis(),
                        c.exitCode(),
                        cut(c.output(), BYTES_OF_HEALTH_CHECK));
    }

    private static UnaryOperator<BerthLogLine> line() {
        return l -> new BerthLogLine(l.stream(), cut(l.text(), BYTES_OF_LINE));
    }

    private static ToIntFunction<BerthHealthCheck> checkSize() {
        return c -> size(c.output());
    }

    private static ToIntFunction<BerthLogLine> lineSize() {
        return l -> size(l.text()) + 1;
    }

    private static <T> List<T> newest(
            List<T> all, int max, int bytes, UnaryOperator<T> cut, ToIntFunction<T> size) {
        var kept = new LinkedList<T>();
        var left = bytes;
        for (var next : all.reversed()) {
            var shorter = cut.apply(next);
            left -= size.applyAsInt(shorter);
            if (left < 0 || kept.size() == max) {
                break;
            }
            kept.addFirst(shorter);
        }
        return List.copyOf(kept);
    }

    private static int size(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    /**
     * The beginning of a text up to a number of bytes, without an incomplete character at its end.
     */
    public static String cut(String text, int max) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= max) {
            return text;
        }
        var decoder =
                StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.IGNORE);
        var end = "…";
        try {
            return decoder.decode(ByteBuffer.wrap(bytes, 0, max - size(end))) + end;
        } catch (java.nio.charset.CharacterCodingException e) {
            throw new IllegalStateException("malformed input is ignored", e);
        }
    }
}
