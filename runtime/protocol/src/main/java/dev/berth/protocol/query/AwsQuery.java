package dev.berth.protocol.query;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A request of the AWS query protocol, which STS speaks: a form whose {@code Action} names the
 * operation.
 *
 * @param parameters everything but Action and Version
 */
public record AwsQuery(String action, String version, Map<String, String> parameters) {

    /** The form cannot be read; the message says why. */
    public static final class MalformedException extends Exception {
        public MalformedException(String message) {
            super(message);
        }
    }

    public AwsQuery {
        parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    }

    /**
     * @param form the body of a POST, or the query of a GET
     */
    public static AwsQuery parse(String form) throws MalformedException {
        var parameters = new LinkedHashMap<String, String>();
        for (var pair : form.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = decode(equals < 0 ? pair : pair.substring(0, equals));
            if (parameters.put(name, equals < 0 ? "" : decode(pair.substring(equals + 1)))
                    != null) {
                throw new MalformedException("A parameter is given twice.");
            }
        }
        var action = parameters.remove("Action");
        if (action == null || action.isEmpty()) {
            throw new MalformedException(
                    "The parameter Action, which names the operation, is missing.");
        }
        var version = parameters.remove("Version");
        return new AwsQuery(action, version == null ? "" : version, parameters);
    }

    private static String decode(String encoded) throws MalformedException {
        try {
            return URLDecoder.decode(encoded, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new MalformedException("The percent-encoding of the form is broken.");
        }
    }
}
