package dev.berth.server.http;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import dev.berth.protocol.sigv4.Verifier;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import org.apache.pekko.http.javadsl.model.ContentTypes;
import org.apache.pekko.http.javadsl.model.HttpMethods;
import org.apache.pekko.http.javadsl.model.HttpRequest;
import org.apache.pekko.http.javadsl.model.HttpResponse;

/**
 * Lets requests to Berth's own pages in: those that are signed as an AWS call is, and those that
 * bring {@code admin.token} as {@code Authorization: Bearer …}.
 */
public final class OwnDoor {
    static final String PATH = "/berth/v1/";
    private static final String BEARER = "Bearer ";

    private final Verifier verifier;
    private final InstantSource clock;
    private final byte[] token;
    private final List<OwnPages> pages;

    /**
     * @param token null where there is none
     */
    public OwnDoor(Verifier verifier, InstantSource clock, String token, List<OwnPages> pages) {
        this.verifier = verifier;
        this.clock = clock;
        this.token = token == null ? null : token.getBytes(StandardCharsets.UTF_8);
        this.pages = List.copyOf(pages);
    }

    static boolean leadsTo(String path) {
        return path.startsWith(PATH);
    }

    HttpResponse open(HttpRequest request) {
        if (!request.method().equals(HttpMethods.GET)) {
            return sentence(405, "These pages are read with GET.");
        }
        if (!bringsToken(request)) {
            var signable = Wire.signable(request, new byte[0]);
            switch (verifier.verify(signable, clock.instant())) {
                case Refused refused -> {
                    return sentence(403, refused.message());
                }
                case Verified _ -> {}
            }
        }
        var path =
                Arrays.stream(request.getUri().getPathString().substring(PATH.length()).split("/"))
                        .toList();
        var query = request.getUri().query().toMap();
        return pages.stream()
                .flatMap(page -> page.answer(path, query).stream())
                .findFirst()
                .orElseGet(() -> sentence(404, "There is nothing here."));
    }

    /** Compared in constant time. */
    private boolean bringsToken(HttpRequest request) {
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
