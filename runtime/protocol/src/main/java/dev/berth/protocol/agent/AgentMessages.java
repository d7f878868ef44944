package dev.berth.protocol.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.cfg.MutableCoercionConfig;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads and writes the text frames of both sockets, {@code {"type":…,"message":{…}}}.
 *
 * <p>Reading follows Amazon's agent: names are matched without case, null means absent, unknown
 * members are ignored, and a wrong JSON type (64.0 for an integer, a number for a string) makes the
 * whole message unreadable.
 */
public final class AgentMessages {
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private static final JsonMapper JSON =
            JsonMapper.builder()
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_PROPERTIES)
                    .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                    .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .withCoercionConfig(LogicalType.Textual, AgentMessages::acceptOnlyStrings)
                    .defaultPropertyInclusion(
                            JsonInclude.Value.construct(
                                    JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                    .withConfigOverride(List.class, o -> o.setInclude(nonEmpty()))
                    .withConfigOverride(Map.class, o -> o.setInclude(nonEmpty()))
                    .build();

    private static final Map<String, Class<? extends AgentMessage>> TYPES =
            Stream.of(AgentMessage.class.getPermittedSubclasses())
                    .<Class<? extends AgentMessage>>map(c -> c.asSubclass(AgentMessage.class))
                    .filter(type -> type != Unknown.class)
                    .collect(
                            Collectors.toUnmodifiableMap(
                                    Class::getSimpleName, Function.identity()));

    private record Frame(String type, JsonNode message) {}

    private AgentMessages() {}

    /**
     * A frame of a message, for the work socket in both directions and for the server's side of the
     * telemetry socket.
     */
    public static String write(AgentMessage message) {
        var frame =
                switch (message) {
                    case Unknown(var type, var content) -> new Frame(type, content);
                    default ->
                            new Frame(
                                    message.getClass().getSimpleName(), JSON.valueToTree(message));
                };
        try {
            return JSON.writeValueAsString(frame);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The message of a frame; a type that is not known comes back as {@link Unknown}. */
    public static AgentMessage read(String frame) throws AgentMessageException {
        var read = decode(frame);
        if (read == null || read.type() == null || read.type().isEmpty()) {
            throw new AgentMessageException("type: a message's name was expected");
        }
        var type = TYPES.get(read.type());
        if (type == null) {
            return new Unknown(read.type(), read.message());
        }
        if (read.message() == null || !read.message().isObject()) {
            throw new AgentMessageException(read.type() + ": a message object was expected");
        }
        try {
            return JSON.treeToValue(read.message(), type);
        } catch (JsonProcessingException e) {
            throw new AgentMessageException(read.type() + place(e));
        }
    }

    /**
     * A frame as agents send it on the telemetry socket: a block of HTTP headers (a signature over
     * the message) before the JSON.
     *
     * @param headers in the order in which they are written
     */
    public static String writeTelemetry(Map<String, String> headers, AgentMessage message) {
        var block = new StringBuilder();
        headers.forEach(
                (name, value) -> block.append(name).append(": ").append(value).append("\r\n"));
        return block.append("\r\n").append(write(message)).toString();
    }

    /** The message of an agent's telemetry frame, with or without a block of headers. */
    public static AgentMessage readTelemetry(String frame) throws AgentMessageException {
        return read(withoutHeaders(frame));
    }

    /**
     * The JSON of an agent's telemetry frame: what follows the first empty line, or everything when
     * it starts with JSON.
     */
    static String withoutHeaders(String frame) {
        if (frame.stripLeading().startsWith("{")) {
            return frame;
        }
        var end = frame.indexOf(END_OF_HEADERS);
        return end < 0 ? frame : frame.substring(end + END_OF_HEADERS.length());
    }

    private static Frame decode(String frame) throws AgentMessageException {
        try {
            return JSON.readValue(frame, Frame.class);
        } catch (JsonProcessingException e) {
            throw new AgentMessageException(
                    "a JSON object of type and message was expected" + place(e));
        }
    }

    /** Where reading failed, without a quotation of the input. */
    private static String place(JsonProcessingException e) {
        return switch (e) {
            case MismatchedInputException m when m.getTargetType() != null ->
                    path(m) + ": " + m.getTargetType().getSimpleName() + " was expected";
            case JsonMappingException m -> path(m) + ": not readable";
            default ->
                    e.getLocation() == null
                            ? ""
                            : " (column " + e.getLocation().getColumnNr() + ")";
        };
    }

    private static String path(JsonMappingException e) {
        return e.getPath().stream()
                .map(
                        r ->
                                r.getFieldName() == null
                                        ? "[" + r.getIndex() + "]"
                                        : "." + r.getFieldName())
                .collect(Collectors.joining());
    }

    private static void acceptOnlyStrings(MutableCoercionConfig text) {
        text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Float, CoercionAction.Fail)
                .setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
    }

    private static JsonInclude.Value nonEmpty() {
        return JsonInclude.Value.construct(
                JsonInclude.Include.NON_EMPTY, JsonInclude.Include.NON_NULL);
    }
}
