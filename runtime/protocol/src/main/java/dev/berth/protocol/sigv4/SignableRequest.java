package dev.berth.protocol.sigv4;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parts of an HTTP request that Signature Version 4 signs, as received: neither decoded nor
 * normalized.
 *
 * @param rawPath the path with its percent-encoding, "/" when there is none
 * @param rawQuery the query with its percent-encoding and without "?", "" when there is none
 * @param headers in the order they arrived; a name may occur more than once and in any case
 * @param body the bytes of the body; not copied, so they must not be changed
 */
public record SignableRequest(
        String method, String rawPath, String rawQuery, List<Header> headers, byte[] body) {

    public record Header(String name, String value) {}

    public SignableRequest {
        headers = List.copyOf(headers);
    }

    /** The value of a header as SigV4 sees it: several of one name joined by commas. */
    public Optional<String> header(String lowerCaseName) {
        StringBuilder joined = null;
        for (var header : headers) {
            if (!header.name().toLowerCase(Locale.ROOT).equals(lowerCaseName)) {
                continue;
            }
            if (joined == null) {
                joined = new StringBuilder();
            } else {
                joined.append(',');
            }
            joined.append(collapse(header.value()));
        }
        return Optional.ofNullable(joined).map(StringBuilder::toString);
    }

    /** Trimmed, and every run of white space one space. */
    private static String collapse(String value) {
        var collapsed = new StringBuilder(value.length());
        var gap = false;
        for (int i = 0; i < value.length(); i++) {
            var c = value.charAt(i);
            if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
                gap = !collapsed.isEmpty();
                continue;
            }
            if (gap) {
                collapsed.append(' ');
                gap = false;
            }
            collapsed.append(c);
        }
        return collapsed.toString();
    }
}
