package dev.berth.protocol.sigv4;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The parsed {@code Authorization} header of Signature Version 4. */
record AuthorizationHeader(
        String accessKeyId, Signing.Scope scope, List<String> signedHeaders, String signature) {

    /** The header is not of the form that Signature Version 4 has; the message says where. */
    static final class MalformedException extends Exception {
        MalformedException(String message) {
            super(message);
        }
    }

    static AuthorizationHeader parse(String value) throws MalformedException {
        if (!value.startsWith(Signing.ALGORITHM + " ")) {
            throw new MalformedException(
                    "The Authorization header must begin with \"" + Signing.ALGORITHM + " \".");
        }
        var parts = parts(value.substring(Signing.ALGORITHM.length()));
        var credential = parts.get("Credential").split("/", -1);
        if (credential.length < 5
                || !credential[credential.length - 1].equals(Signing.TERMINATOR)) {
            throw new MalformedException(
                    "Credential in the Authorization header must have the form"
                            + " <access key>/<yyyymmdd>/<region>/<service>/aws4_request.");
        }
        var n = credential.length;
        // An access key id may itself hold a slash, so the scope is taken from the end.
        var accessKeyId = String.join("/", List.of(credential).subList(0, n - 4));
        var scope = new Signing.Scope(credential[n - 4], credential[n - 3], credential[n - 2]);
        var signedHeaders = List.of(parts.get("SignedHeaders").split(";"));
        return new AuthorizationHeader(accessKeyId, scope, signedHeaders, parts.get("Signature"));
    }

    private static Map<String, String> parts(String text) throws MalformedException {
        var parts = new HashMap<String, String>();
        for (var part : text.split(",")) {
            var equals = part.indexOf('=');
            if (equals > 0) {
                parts.put(part.substring(0, equals).strip(), part.substring(equals + 1).strip());
            }
        }
        for (var name : List.of("Credential", "SignedHeaders", "Signature")) {
            if (parts.getOrDefault(name, "").isEmpty()) {
                throw new MalformedException("The Authorization header lacks " + name + ".");
            }
        }
        return parts;
    }
}
