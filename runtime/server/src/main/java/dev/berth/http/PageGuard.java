package dev.berth.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.http.PageSection.Access;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import dev.berth.protocol.sigv4.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.pekko.http.javadsl.model.AttributeKeys;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethod;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Authorizes requests to Berth's own pages: requests to an open page, requests with a valid AWS
 * signature, and requests with {@code admin.token} as {@code Authorization: Bearer …}.
 */
public final class PageGuard {
    private static final String BEARER = "Bearer ";
    private static final List<String> FORWARDED =
            List.of("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via");

    private final Verifier verifier;
    private final InstantSource clock;
    private final byte[] token;
    private final List<PageSection> sections;

    /**
     * @param token {@code admin.token}, or null if it is not set
     */
    public PageGuard(
            Verifier verifier, InstantSource clock, String token, List<PageSection> sections) {
        this.verifier = verifier;
        this.clock = clock;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        this.sections = List.copyOf(sections);
    }

    boolean handles(String path) {
        return sections.stream().anyMatch(section -> section.within(path).isPresent());
    }

    HttpResponse open(HttpRequest request) {
        var path = request.getUri().getPathString();
        if (!methods(path).contains(request.method())) {
            return sentence(
                    405,
                    methods(path).contains(HttpMethods.POST)
                            ? "This page supports POST only."
                            : "This page supports GET only.");
        }
        return refusal(request, access(path))
                .map(refusal -> sentence(403, refusal))
                .orElseGet(() -> page(request, path));
    }

    private Set<HttpMethod> methods(String path) {
        return sections.stream()
                .filter(section -> section.within(path).isPresent())
                .map(PageSection::method)
                .collect(Collectors.toSet());
    }

    private Access access(String path) {
        return sections.stream()
                .filter(section -> section.within(path).isPresent())
                .map(PageSection::access)
                .max(Comparator.naturalOrder())
                .orElse(Access.GUARDED);
    }

    /** Why the caller may not read the page; empty if it may. */
    private Optional<String> refusal(HttpRequest request, Access access) {
        var peer =
                request.getAttribute(AttributeKeys.remoteAddress)
                        .filter(_ -> !isForwarded(request))
                        .flatMap(address -> address.getAddress());
        if (access.isOpenTo(peer.orElse(null)) || hasToken(request)) {
            return Optional.empty();
        }
        return switch (verifier.verify(
                HttpRequests.signable(request, new byte[0]), clock.instant())) {
            case Verified _ -> Optional.empty();
            case Refused refused ->
                    Optional.of(
                            request.getHeader("Authorization").isPresent()
                                    ? refused.message()
                                    : missingCredentials(access));
        };
    }

    /** A request that a proxy on this machine has forwarded may come from any machine. */
    private static boolean isForwarded(HttpRequest request) {
        return FORWARDED.stream().anyMatch(name -> request.getHeader(name).isPresent());
    }

    private String missingCredentials(Access access) {
        var whose =
                access == Access.OPEN_ON_LOOPBACK
                        ? "Programs on the server's machine can read this page without"
                                + " authentication; from another machine it"
                        : "This page";
        var token =
                this.token == null
                        ? "admin.token, which is not set on this server."
                        : "admin.token, as Authorization: Bearer TOKEN.";
        return "The request is not signed. " + whose + " needs a signature or " + token;
    }

    private HttpResponse page(HttpRequest request, String path) {
        var query = request.getUri().query().toMap();
        return sections.stream()
                .flatMap(
                        section ->
                                section.within(path).stream()
                                        .flatMap(
                                                rest ->
                                                        section
                                                                .pages()
                                                                .answer(rest, query, request)
                                                                .stream()))
                .findFirst()
                .orElseGet(() -> sentence(404, "This page does not exist."));
    }

    /** Compared in constant time. */
    private boolean hasToken(HttpRequest request) {
        return token != null
                && request.getHeader("Authorization")
                        .map(header -> header.value())
                        .filter(value -> value.startsWith(BEARER))
                        .map(value -> value.substring(BEARER.length()))
                        .filter(
                                given ->
                                        MessageDigest.isEqual(
                                                given.getBytes(StandardCharsets.UTF_8), token))
                        .isPresent();
    }

    static HttpResponse sentence(int status, String sentence) {
        var body = JsonNodeFactory.instance.objectNode().put("message", sentence).toString();
        return HttpResponse.create()
                .withStatus(status)
                .withEntity(ContentTypes.APPLICATION_JSON, body + "\n");
    }
}
