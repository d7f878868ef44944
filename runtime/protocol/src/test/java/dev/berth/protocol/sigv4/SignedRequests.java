package dev.berth.protocol.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.protocol.sigv4.SignableRequest.Header;
import dev.berth.protocol.sigv4.Verification.Refused;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** Signed requests, ways to change them, and the verifier they are given to. */
final class SignedRequests {
    static final Instant NOW = Instant.parse("2026-11-22T21:01:00Z");
    static final String SECRET = "a-secret-that-must-not-leak";
    static final Credentials KEYS = Credentials.of("BERTHKEY", SECRET);
    static final URI ROOT = URI.create("http://127.0.0.1:7070/");
    static final byte[] BODY = "{\"cluster\":\"c\"}".getBytes(StandardCharsets.UTF_8);
    static final Verifier VERIFIER =
            new Verifier(
                    "us-east-1",
                    Set.of("ecs", "sts"),
                    Verifier.DEFAULT_SKEW,
                    id -> id.equals("BERTHKEY") ? Optional.of(KEYS) : Optional.empty());

    private SignedRequests() {}

    static Verification verify(SignableRequest request) {
        return VERIFIER.verify(request, NOW);
    }

    static SignableRequest signed() {
        return sign(KEYS, "ecs", "us-east-1", NOW);
    }

    static SignableRequest sign(Credentials keys, String service, String region, Instant at) {
        return sign(keys, service, region, at, Map.of());
    }

    static SignableRequest signWith(Map<String, String> headers) {
        return sign(KEYS, "ecs", "us-east-1", NOW, headers);
    }

    static SignableRequest sign(
            Credentials keys, String service, String region, Instant at, Map<String, String> more) {
        var headers =
                new TreeMap<>(
                        Map.of(
                                "Content-Type", "application/x-amz-json-1.1",
                                "X-Amz-Target", "AmazonEC2ContainerServiceV20141113.RunTask"));
        headers.putAll(more);
        var added = new Signer(service, region).sign(keys, "POST", ROOT, headers, BODY, at);
        var sent = new ArrayList<Header>();
        headers.forEach((name, value) -> sent.add(new Header(name, value)));
        added.forEach((name, value) -> sent.add(new Header(name, value)));
        sent.add(new Header("Host", "127.0.0.1:7070"));
        sent.add(new Header("User-Agent", "a test"));
        return new SignableRequest("POST", "/", "", sent, BODY);
    }

    static SignableRequest headers(SignableRequest request, UnaryOperator<List<Header>> change) {
        return new SignableRequest(
                request.method(),
                request.rawPath(),
                request.rawQuery(),
                change.apply(request.headers()),
                request.body());
    }

    static UnaryOperator<List<Header>> without(String name) {
        return headers -> headers.stream().filter(h -> !h.name().equals(name)).toList();
    }

    static UnaryOperator<List<Header>> added(String name, String value) {
        return headers -> {
            var more = new ArrayList<>(headers);
            more.add(new Header(name, value));
            return more;
        };
    }

    static UnaryOperator<List<Header>> replaced(String name, String value) {
        return headers -> added(name, value).apply(without(name).apply(headers));
    }

    static List<Header> edited(List<Header> headers, String name, String part, String replacement) {
        return headers.stream()
                .map(
                        h ->
                                h.name().equals(name)
                                        ? new Header(name, h.value().replace(part, replacement))
                                        : h)
                .toList();
    }

    static void assertRefused(Verification verification, String code, String text) {
        assertThat(verification).isInstanceOf(Refused.class);
        var refused = (Refused) verification;
        assertThat(refused.code()).as(refused.message()).isEqualTo(code);
        assertThat(refused.message()).contains(text).doesNotContain(SECRET);
    }
}
