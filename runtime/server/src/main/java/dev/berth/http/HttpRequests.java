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

/** Reads Pekko's requests as they were sent, before any header was interpreted. */
final class HttpRequests {
    private static final Map<String, ContentType> CONTENT_TYPES = new ConcurrentHashMap<>();

    /**
     * Headers that are signed or that select the operation: a request with two of one is refused.
     */
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
            // Only Pekko creates this type; a header of that name from a client has another type.
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

    /** The first header that occurs more than once although it may occur only once. */
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

    /** One of the few content types of responses. */
    static ContentType contentType(String name) {
        return CONTENT_TYPES.computeIfAbsent(name, ContentTypes::parse);
    }
}
