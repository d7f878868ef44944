package dev.berth.protocol.sigv4;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/** The canonical form of a request, which is what gets signed. Signer and verifier share it. */
final class CanonicalRequest {
    private CanonicalRequest() {}

    /**
     * @param header gives the value of each signed header, already collapsed
     * @param payloadHash lower-case hex of the SHA-256 of the body
     */
    static String of(
            SignableRequest request,
            List<String> signedHeaders,
            UnaryOperator<String> header,
            String payloadHash) {
        var text = new StringBuilder(512);
        text.append(request.method()).append('\n');
        text.append(path(request.rawPath())).append('\n');
        text.append(query(request.rawQuery())).append('\n');
        for (var name : signedHeaders) {
            text.append(name).append(':').append(header.apply(name)).append('\n');
        }
        return text.append('\n')
                .append(String.join(";", signedHeaders))
                .append('\n')
                .append(payloadHash)
                .toString();
    }

    /**
     * Dot segments and doubled slashes go; what is left is encoded once more, as every service but
     * S3 wants it.
     */
    static String path(String rawPath) {
        var kept = new ArrayList<String>();
        for (var segment : rawPath.split("/")) {
            switch (segment) {
                case "", "." -> {}
                case ".." -> {
                    if (!kept.isEmpty()) {
                        kept.removeLast();
                    }
                }
                default -> kept.add(segment);
            }
        }
        if (kept.isEmpty()) {
            return "/";
        }
        var isFolder = rawPath.endsWith("/") || rawPath.endsWith("/.") || rawPath.endsWith("/..");
        var normalized = "/" + String.join("/", kept) + (isFolder ? "/" : "");
        return SdkHttpUtils.urlEncodeIgnoreSlashes(normalized);
    }

    /**
     * Every parameter decoded and encoded again, so that all spellings of one query have one form,
     * sorted by name and then by value. A plus sign is a space: Go's clients send it so and sign it
     * as %20.
     *
     * @throws IllegalArgumentException if the percent-encoding is broken
     */
    static String query(String rawQuery) {
        if (rawQuery.isEmpty()) {
            return "";
        }
        record Parameter(String name, String value) {}
        var parameters = new ArrayList<Parameter>();
        for (var pair : rawQuery.split("&")) {
            if (pair.isEmpty()) {
                continue;
            }
            var equals = pair.indexOf('=');
            var name = equals < 0 ? pair : pair.substring(0, equals);
            var value = equals < 0 ? "" : pair.substring(equals + 1);
            parameters.add(new Parameter(recode(name), recode(value)));
        }
        parameters.sort(Comparator.comparing(Parameter::name).thenComparing(Parameter::value));
        var text = new StringBuilder(rawQuery.length() + 16);
        for (var parameter : parameters) {
            text.append(text.isEmpty() ? "" : "&");
            text.append(parameter.name()).append('=').append(parameter.value());
        }
        return text.toString();
    }

    private static String recode(String encoded) {
        return SdkHttpUtils.urlEncode(URLDecoder.decode(encoded, StandardCharsets.UTF_8));
    }
}
