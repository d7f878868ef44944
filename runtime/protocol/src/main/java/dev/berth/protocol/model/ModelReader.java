package dev.berth.protocol.model;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.model.Shape.Member;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.utils.builder.Buildable;

/**
 * Fills builders of model objects from trees. A member of another type than the model's is refused
 * with its path. Null is absent, and members that the model does not have are ignored.
 */
public final class ModelReader {
    /** Deeper documents are refused. The model nests far less. */
    public static final int MAX_DEPTH = 64;

    private final DocumentForm form;

    private ModelReader(DocumentForm form) {
        this.form = form;
    }

    /**
     * @param builder such as {@code RunTaskRequest.builder()}
     * @return the same builder
     */
    public static <B extends SdkPojo> B fill(JsonNode document, B builder, DocumentForm form)
            throws MalformedDocumentException {
        new ModelReader(form).structure(document, builder);
        return builder;
    }

    private void structure(JsonNode node, SdkPojo builder) throws MalformedDocumentException {
        if (!(node instanceof ObjectNode object)) {
            throw new MalformedDocumentException("", "an object", ", not " + nameOf(node));
        }
        var shape = Shape.of(builder);
        for (var property : object.properties()) {
            var member = shape.member(property.getKey());
            if (member == null || property.getValue().isNull()) {
                continue;
            }
            try {
                member.field().set(builder, value(property.getValue(), member));
            } catch (MalformedDocumentException e) {
                throw e.within(member.name());
            }
        }
    }

    private Object value(JsonNode node, Member member) throws MalformedDocumentException {
        return switch (member.type()) {
            case SDK_POJO -> {
                var builder = member.constructor().get();
                structure(node, builder);
                yield ((Buildable) builder).build();
            }
            case LIST -> form.list(node, member, this::value);
            case MAP -> {
                var map = form.map(node, member, this::value);
                for (var key : map.keySet()) {
                    requireUnicode(key);
                }
                yield map;
            }
            case NULL -> null;
            case STRING -> {
                var text = form.scalar(node, member);
                requireUnicode((String) text);
                yield text;
            }
            default -> form.scalar(node, member);
        };
    }

    /** JSON can escape one half of a surrogate pair, which no encoding of Unicode can store. */
    private static void requireUnicode(String text) throws MalformedDocumentException {
        for (int i = 0; i < text.length(); i++) {
            var unit = text.charAt(i);
            if (!Character.isSurrogate(unit)) {
                continue;
            }
            if (i + 1 == text.length() || !Character.isSurrogatePair(unit, text.charAt(i + 1))) {
                throw new MalformedDocumentException(
                        "", "valid Unicode text", ", not one half of a surrogate pair");
            }
            i++;
        }
    }

    /** What a value is, for error messages. */
    public static String nameOf(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "a string";
            case NUMBER -> "this number";
            case BOOLEAN -> "true or false";
            case BINARY -> "bytes";
            case NULL, MISSING -> "null";
            case POJO -> "another value";
        };
    }
}
