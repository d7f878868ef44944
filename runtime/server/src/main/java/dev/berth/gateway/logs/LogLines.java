package dev.berth.gateway.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.agent.BerthLogs;
import java.io.UncheckedIOException;
import org.apache.pekko.util.ByteString;

/**
 * Container output as JSON lines, each {@code {"container":…,"stream":…,"line":…}}. Where reading
 * fails, the last line is {@code {"error":…}}. Empty lines keep the connection open.
 */
final class LogLines {
    static final ByteString SIGN_OF_LIFE = ByteString.fromString("\n");

    private static final ObjectMapper JSON = new ObjectMapper();

    private LogLines() {}

    static ByteString of(String container, BerthLogs part) {
        var text = new StringBuilder();
        for (var line : part.lines()) {
            text.append(
                            write(
                                    JsonNodeFactory.instance
                                            .objectNode()
                                            .put("container", container)
                                            .put("stream", line.stream())
                                            .put("line", line.text())))
                    .append('\n');
        }
        if (part.error() != null) {
            text.append(write(JsonNodeFactory.instance.objectNode().put("error", part.error())))
                    .append('\n');
        }
        return text.isEmpty() ? SIGN_OF_LIFE : ByteString.fromString(text.toString());
    }

    private static String write(ObjectNode line) {
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
