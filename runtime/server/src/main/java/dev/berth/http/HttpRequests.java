package dev.berth.http;

import dev.berth.protocol.sigv4.SignableRequest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.http.javadsl.model.ContentType;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.headers.RawRequestURI;

/** Pekko's requests as they were on the wire, before anything in them was interpreted. */
final class HttpRequests {
    private static final Map<String, ContentType> CONTENT_TYPES = new ConcurrentHashMap<>();

    /** What is signed or says what a call is: of two, neither can be believed. */
    private static final Set<String> SINGLE =
            Set.of(
                    "authorization",
                    "host",
                    "x-amz-content-sha256",
                    "x-amz-date",
                    "x-amz-security-token",
                    "x-amz-target");

    private HttpRequests() {}

    static SignableRequest signable(HttpRequest request, byte[] body) {
        var headers = new ArrayList<SignableRequest.Header>();
        var target = request.getUri().toString();
        for (var header : request.getHeaders()) {
            // Only Pekko itself makes this type; a client's header of that name is an ordinary one.
            if (header instanceof RawRequestURI) {
                target = header.value();
            } else {
                headers.add(new SignableRequest.Header(header.name(), header.value()));
            }
        }
        var contentType = request.entity().getContentType();
        if (!contentType.equals(ContentTypes.NO_CONTENT_TYPE)) {
            headers.add(new SignableRequest.Header("content-type", contentType.toString()));
        }
        var query = target.indexOf('?');
        return new SignableRequest(
                request.method().name(),
                query < 0 ? target : target.substring(0, query),
                query < 0 ? "" : target.substring(query + 1),
                headers,
                body);
    }

    /** A header that may stand once and stands twice, if there is one. */
    static Optional<String> repeated(HttpRequest request) {
        var seen = new HashSet<String>();
        for (var header : request.getHeaders()) {
            var name = header.lowercaseName();
            if (SINGLE.contains(name) && !seen.add(name)) {
                return Optional.of(header.name());
            }
        }
        return Optional.empty();
    }

    /** Of the few content types that answers have. */
    static ContentType contentType(String name) {
        return CONTENT_TYPES.computeIfAbsent(name, ContentTypes::parse);
    }
}
