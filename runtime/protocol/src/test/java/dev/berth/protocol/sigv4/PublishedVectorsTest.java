package dev.berth.protocol.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.protocol.sigv4.SignableRequest.Header;
import dev.berth.protocol.sigv4.Verification.Verified;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The signatures that AWS publishes for Signature Version 4, in its documentation and its test
 * suite.
 */
class PublishedVectorsTest {
    private static final Credentials KEYS =
            Credentials.of("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY");
    private static final Instant AT = Instant.parse("2015-08-30T12:36:00Z");

    record Vector(
            String name,
            String service,
            String method,
            String path,
            String query,
            List<Header> headers,
            String body,
            String signature) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Vector suite(
            String name,
            String method,
            String path,
            String query,
            List<Header> headers,
            String body,
            String signature) {
        var all = new ArrayList<>(List.of(new Header("Host", "example.amazonaws.com")));
        all.addAll(headers);
        return new Vector(name, "service", method, path, query, all, body, signature);
    }

    static List<Vector> vectors() {
        var unreserved = "-._~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        return List.of(
                new Vector(
                        "the documentation's ListUsers",
                        "iam",
                        "GET",
                        "/",
                        "Action=ListUsers&Version=2010-05-08",
                        List.of(
                                new Header(
                                        "Content-Type",
                                        "application/x-www-form-urlencoded; charset=utf-8"),
                                new Header("Host", "iam.amazonaws.com")),
                        "",
                        "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7"),
                suite(
                        "get-vanilla",
                        "GET",
                        "/",
                        "",
                        List.of(),
                        "",
                        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
                suite(
                        "get-vanilla-query-order-key-case",
                        "GET",
                        "/",
                        "Param2=value2&Param1=value1",
                        List.of(),
                        "",
                        "b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500"),
                suite(
                        "get-vanilla-empty-query-key",
                        "GET",
                        "/",
                        "Param1=value1",
                        List.of(),
                        "",
                        "a67d582fa61cc504c4bae71f336f98b97f1ea3c7a6bfe1b6e45aec72011b9aeb"),
                suite(
                        "get-vanilla-utf8-query",
                        "GET",
                        "/",
                        "\u1234=bar",
                        List.of(),
                        "",
                        "2cdec8eed098649ff3a119c94853b13c643bcf08f8b0a1d91e12c9027818dd04"),
                suite(
                        "get-unreserved",
                        "GET",
                        "/" + unreserved,
                        "",
                        List.of(),
                        "",
                        "07ef7494c76fa4850883e2b006601f940f8a34d404d0cfa977f52a65bbf5f24f"),
                suite(
                        "get-utf8",
                        "GET",
                        "/\u1234",
                        "",
                        List.of(),
                        "",
                        "8318018e0b0f223aa2bbf98705b62bb787dc9c0e678f255a891fd03141be5d85"),
                suite(
                        "get-relative",
                        "GET",
                        "/example/..",
                        "",
                        List.of(),
                        "",
                        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
                suite(
                        "get-slashes",
                        "GET",
                        "//",
                        "",
                        List.of(),
                        "",
                        "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"),
                suite(
                        "get-header-value-trim",
                        "GET",
                        "/",
                        "",
                        List.of(
                                new Header("My-Header1", " value1"),
                                new Header("My-Header2", " \"a   b   c\"")),
                        "",
                        "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"),
                suite(
                        "post-vanilla",
                        "POST",
                        "/",
                        "",
                        List.of(),
                        "",
                        "5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b"),
                suite(
                        "post-x-www-form-urlencoded",
                        "POST",
                        "/",
                        "",
                        List.of(new Header("Content-Type", "application/x-www-form-urlencoded")),
                        "Param1=value1",
                        "ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void theSignatureIsTheOneAwsPublished(Vector vector) {
        var headers = new ArrayList<>(vector.headers());
        headers.add(new Header("X-Amz-Date", "20150830T123600Z"));
        var names = headers.stream().map(h -> h.name().toLowerCase(Locale.ROOT)).sorted().toList();
        headers.add(
                new Header(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/%s/aws4_request, SignedHeaders=%s, Signature=%s"
                                .formatted(
                                        vector.service(),
                                        String.join(";", names),
                                        vector.signature())));
        var request =
                new SignableRequest(
                        vector.method(),
                        vector.path(),
                        vector.query(),
                        headers,
                        vector.body().getBytes(StandardCharsets.UTF_8));
        var verifier =
                new Verifier(
                        "us-east-1",
                        Set.of("service", "iam"),
                        Duration.ZERO,
                        id -> Optional.of(KEYS).filter(k -> k.accessKeyId().equals(id)));

        assertThat(verifier.verify(request, AT))
                .isEqualTo(new Verified("AKIDEXAMPLE", vector.service()));
    }
}
