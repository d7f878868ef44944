package dev.berth.protocol.query;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.berth.protocol.model.MalformedDocumentException;
import dev.berth.protocol.model.ModelReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import software.amazon.awssdk.core.SdkPojo;

/**
 * A request of the AWS query protocol: a form whose {@code Action} names the operation and whose
 * {@code Version} names the service's API.
 *
 * <p>The form becomes a tree: the parameter {@code Tags.member.1.Key} is the text at {@code Tags},
 * {@code member}, {@code 1}, {@code Key}. A parameter may be given once.
 *
 * @param action empty if the form has none
 * @param version empty if the form has none
 * @param parameters everything but Action and Version
 */
public record QueryForm(String action, String version, ObjectNode parameters) {

    /**
     * @param form the body of a POST, or the query of a GET
     */
    public static QueryForm parse(String form) throws MalformedDocumentException {
        var tree = JsonNodeFactory.instance.objectNode();
        for (var pair : form.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            put(tree, name, equals < 0 ? "" : decode(pair.substring(equals + 1)));
        }
        return new QueryForm(take(tree, "Action"), take(tree, "Version"), tree);
    }

    /** Fills a builder and returns it. */
    public static <B extends SdkPojo> B decode(ObjectNode parameters, B builder)
            throws MalformedDocumentException {
        return ModelReader.fill(parameters, builder, QueryTree.INSTANCE);
    }

    private static void put(ObjectNode tree, String name, String value)
            throws MalformedDocumentException {
        var steps = name.split("\\.", -1);
        if (steps.length > ModelReader.MAX_DEPTH) {
            throw new MalformedDocumentException(
                    "",
                    "a form whose parameters have at most " + ModelReader.MAX_DEPTH + " levels",
                    "");
        }
        var node = tree;
        for (int i = 0; i < steps.length - 1; i++) {
            var next = node.get(steps[i]);
            if (next == null) {
                next = node.putObject(steps[i]);
            }
            if (!(next instanceof ObjectNode inner)) {
                throw twice();
            }
            node = inner;
        }
        if (node.has(steps[steps.length - 1])) {
            throw twice();
        }
        node.put(steps[steps.length - 1], value);
    }

    private static MalformedDocumentException twice() {
        return new MalformedDocumentException(
                "", "a form that gives each parameter once", ", with one value");
    }

    private static String take(ObjectNode tree, String name) throws MalformedDocumentException {
        var node = tree.remove(name);
        if (node != null && !node.isTextual()) {
            throw new MalformedDocumentException(name, "a string", "");
        }
        return node == null ? "" : node.textValue();
    }

    private static String decode(String encoded) throws MalformedDocumentException {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            throw new MalformedDocumentException(
                    "", "a form with percent-encoding", ", and the encoding has an error");
        }
    }
}
