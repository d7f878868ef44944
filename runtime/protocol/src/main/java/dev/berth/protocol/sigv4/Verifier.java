package dev.berth.protocol.sigv4;

import static dev.berth.protocol.sigv4.Verification.Cause.INCOMPLETE;
import static dev.berth.protocol.sigv4.Verification.Cause.INVALID;
import static dev.berth.protocol.sigv4.Verification.Cause.MISSING_TOKEN;
import static dev.berth.protocol.sigv4.Verification.Cause.UNKNOWN_KEY;

import dev.berth.protocol.sigv4.AuthorizationHeader.MalformedException;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Verifies who signed a request. The answer depends on request, keys and time alone; it looks at no
 * clock. It keeps the signing keys it derived, and any thread may ask it.
 *
 * <p>Verified means: the holder of the key signed exactly this method, path, query, body, Host and
 * every {@code x-amz-*} header that arrived, for this region and one of these services, at most
 * {@code skew} away from now. Session tokens must be signed like any other {@code x-amz-*} header
 * and have no other effect, since keys of this server have none.
 */
public final class Verifier {
    public static final Duration DEFAULT_SKEW = Duration.ofMinutes(5);
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final Pattern CHARSET =
            Pattern.compile("([^;]+);\\s*charset=([A-Za-z0-9_.:-]+)", Pattern.CASE_INSENSITIVE);

    private final String region;
    private final Set<String> services;
    private final Duration skew;
    private final Function<String, Optional<Credentials>> keys;
    private final SigningKeys signingKeys = new SigningKeys();

    /**
     * @param keys from access key id to credentials
     */
    public Verifier(
            String region,
            Set<String> services,
            Duration skew,
            Function<String, Optional<Credentials>> keys) {
        this.region = region;
        this.services = Set.copyOf(services);
        this.skew = skew;
        this.keys = keys;
    }

    public Verification verify(SignableRequest request, Instant now) {
        var authorization = request.header("authorization");
        if (authorization.isEmpty()) {
            return request.rawQuery().contains("X-Amz-Signature=")
                    ? INCOMPLETE.because(
                            "Presigned URLs are not accepted here: sign with the Authorization header.")
                    : MISSING_TOKEN.because(
                            "The request is not signed. Set AWS_ACCESS_KEY_ID and"
                                    + " AWS_SECRET_ACCESS_KEY (berth env prints them).");
        }
        try {
            var parsed = AuthorizationHeader.parse(authorization.get());
            return refusal(request, parsed, now).orElseGet(() -> compare(request, parsed));
        } catch (MalformedException e) {
            return INCOMPLETE.because(e.getMessage());
        }
    }

    /** Everything that can be wrong before a signature is computed. */
    private Optional<Verification> refusal(
            SignableRequest request, AuthorizationHeader authorization, Instant now) {
        var timestamp = request.header("x-amz-date");
        if (timestamp.isEmpty()) {
            return refuse(INCOMPLETE, "The header X-Amz-Date is missing.");
        }
        Instant signedAt;
        try {
            signedAt = Signing.TIMESTAMP.parse(timestamp.get(), Instant::from);
        } catch (DateTimeException e) {
            return refuse(INCOMPLETE, "X-Amz-Date must have the form 20261122T210100Z.");
        }
        var unsigned = unsignedButRequired(request, authorization.signedHeaders());
        if (unsigned.isPresent()) {
            return refuse(
                    INVALID,
                    "The header "
                            + unsigned.get()
                            + " must be among SignedHeaders in Authorization.");
        }
        var scope = authorization.scope();
        if (!timestamp.get().substring(0, 8).equals(scope.date())) {
            return refuse(INVALID, "The date in Credential is not the day of X-Amz-Date.");
        }
        if (!scope.region().equals(region)) {
            return refuse(
                    INVALID,
                    "The request is signed for another region than this server's: %s. Set AWS_REGION=%s."
                            .formatted(region, region));
        }
        if (!services.contains(scope.service())) {
            return refuse(
                    INVALID,
                    "The request is signed for a service that this server does not support. Supported: "
                            + String.join(", ", new TreeSet<>(services))
                            + ".");
        }
        return skewed(signedAt, now);
    }

    private Optional<Verification> skewed(Instant signedAt, Instant now) {
        var age = Duration.between(signedAt, now);
        if (age.abs().compareTo(skew) <= 0) {
            return Optional.empty();
        }
        return refuse(
                INVALID,
                "%s: signed at %s, the server's clock says %s, and at most %d s may lie between. Check both clocks."
                        .formatted(
                                age.isNegative()
                                        ? "Signature not yet current"
                                        : "Signature expired",
                                Signing.TIMESTAMP.format(signedAt),
                                Signing.TIMESTAMP.format(now),
                                skew.toSeconds()));
    }

    /** Host, X-Amz-Date and all other headers that AWS services evaluate must be signed. */
    private static Optional<String> unsignedButRequired(
            SignableRequest request, List<String> signedHeaders) {
        var signed = new HashSet<>(signedHeaders);
        if (!signed.contains("host")) {
            return Optional.of("host");
        }
        return request.headers().stream()
                .map(header -> header.name().toLowerCase(Locale.ROOT))
                .filter(name -> name.startsWith("x-amz-") && !signed.contains(name))
                .findFirst();
    }

    private Verification compare(SignableRequest request, AuthorizationHeader authorization) {
        var credentials = keys.apply(authorization.accessKeyId());
        if (credentials.isEmpty()) {
            return UNKNOWN_KEY.because(
                    "The access key is not known to this server. Check AWS_ACCESS_KEY_ID (berth env"
                            + " prints the server's).");
        }
        var payloadHash = Signing.sha256(request.body());
        var claimedHash = request.header("x-amz-content-sha256");
        if (claimedHash.isPresent() && !claimedHash.get().equalsIgnoreCase(payloadHash)) {
            return INVALID.because(
                    claimedHash.get().startsWith("UNSIGNED")
                                    || claimedHash.get().startsWith("STREAMING")
                            ? "The body must be signed as a whole: X-Amz-Content-SHA256 cannot be "
                                    + "UNSIGNED-PAYLOAD or STREAMING-…"
                            : "X-Amz-Content-SHA256 is not the SHA-256 of the body that arrived.");
        }
        for (var name : authorization.signedHeaders()) {
            if (value(request, name).isEmpty()) {
                return INVALID.because(
                        "A header that SignedHeaders names did not arrive; does something between"
                                + " client and server remove headers?");
            }
        }
        for (var contentType : contentTypes(request)) {
            if (matches(
                    request,
                    authorization,
                    credentials.get(),
                    claimedHash.orElse(payloadHash),
                    contentType)) {
                return new Verified(authorization.accessKeyId(), authorization.scope().service());
            }
        }
        return INVALID.because(
                "The signature is not the one this server computes for the request. Check"
                        + " AWS_SECRET_ACCESS_KEY, and that nothing between client and server changes the"
                        + " Host header, the path or the body.");
    }

    private boolean matches(
            SignableRequest request,
            AuthorizationHeader authorization,
            Credentials credentials,
            String payloadHash,
            String contentType) {
        String canonical;
        try {
            canonical =
                    CanonicalRequest.of(
                            request,
                            authorization.signedHeaders(),
                            name ->
                                    name.equals("content-type")
                                            ? contentType
                                            : value(request, name).orElseThrow(),
                            payloadHash);
        } catch (IllegalArgumentException _) {
            return false; // a query whose percent-encoding is broken has no canonical form
        }
        var expected =
                Signing.signature(
                        signingKeys.key(credentials.secretAccessKey(), authorization.scope()),
                        request.header("x-amz-date").orElseThrow(),
                        authorization.scope(),
                        canonical);
        return MessageDigest.isEqual(
                expected.getBytes(StandardCharsets.US_ASCII),
                authorization.signature().getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Content-Length is often no header any more once a server has read the request; the body tells
     * it.
     */
    private static Optional<String> value(SignableRequest request, String name) {
        var header = request.header(name);
        return header.isEmpty() && name.equals("content-length")
                ? Optional.of(Integer.toString(request.body().length))
                : header;
    }

    /**
     * What a client may have signed: Pekko HTTP drops the charset of a form, and writes any other
     * charset in its own way.
     */
    private static Collection<String> contentTypes(SignableRequest request) {
        var arrived = request.header("content-type").orElse("");
        var charset = CHARSET.matcher(arrived);
        var isForm = arrived.toLowerCase(Locale.ROOT).equals(FORM);
        if (!isForm && !charset.matches()) {
            return List.of(arrived);
        }
        var type = isForm ? FORM : charset.group(1);
        var name = isForm ? "utf-8" : charset.group(2);
        var candidates = new LinkedHashSet<>(List.of(arrived));
        for (var separator : List.of("; charset=", ";charset=")) {
            candidates.add(type + separator + name.toLowerCase(Locale.ROOT));
            candidates.add(type + separator + name.toUpperCase(Locale.ROOT));
        }
        return candidates;
    }

    private static Optional<Verification> refuse(Verification.Cause cause, String message) {
        Refused refused = cause.because(message);
        return Optional.of(refused);
    }
}
