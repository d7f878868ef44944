package dev.berth.protocol.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.protocol.sigv4.SignableRequest.Header;
import dev.berth.protocol.sigv4.Verification.Verified;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.utils.http.SdkHttpUtils;

/**
 * The signer of Amazon's SDK as the oracle: what it signs is verified, and our signer signs the
 * same.
 */
class SdkSignerOracleTest {
    private static final Instant NOW = Instant.parse("2026-11-22T21:01:00Z");
    private static final Credentials KEYS = Credentials.of("BERTHKEY", "a/secret+of=sorts");
    private static final Verifier VERIFIER =
            new Verifier("us-east-1", Set.of("ecs"), Verifier.DEFAULT_SKEW, _ -> Optional.of(KEYS));
    private static final List<String> TEXTS =
            List.of(
                    "", "a", "A b", "a+b", "a/b", "ü", "100%", "~*'()!", "x=y&z", "\u1234", "..",
                    "a:b");

    @Test
    void signerAndVerifierAgreeWithTheSdkOverManyRequests() {
        var random = new Random(7070);
        for (int i = 0; i < 500; i++) {
            agree(random);
        }
    }

    private void agree(Random random) {
        var method = random.nextBoolean() ? SdkHttpMethod.POST : SdkHttpMethod.GET;
        var body =
                method == SdkHttpMethod.GET
                        ? new byte[0]
                        : pick(random).repeat(random.nextInt(9)).getBytes(StandardCharsets.UTF_8);
        var query = new ArrayList<String>();
        for (int i = random.nextInt(4); i > 0; i--) {
            query.add(
                    SdkHttpUtils.urlEncode(pick(random) + i)
                            + "="
                            + SdkHttpUtils.urlEncode(pick(random)));
        }
        var path = new StringBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            path.append('/').append(SdkHttpUtils.urlEncode(segment(random)));
        }
        path.append('/').append(random.nextBoolean() ? "" : "end");
        var uri =
                URI.create(
                        "http://127.0.0.1:7070"
                                + path
                                + (query.isEmpty() ? "" : "?" + String.join("&", query)));
        var headers = new TreeMap<String, String>();
        headers.put("Content-Type", "application/x-amz-json-1.1");
        for (int i = random.nextInt(3); i > 0; i--) {
            headers.put("X-Amz-Of-" + i, "  some   words " + random.nextInt());
        }

        var signed =
                AwsV4HttpSigner.create()
                        .sign(
                                request ->
                                        request.identity(
                                                        AwsCredentialsIdentity.create(
                                                                KEYS.accessKeyId(),
                                                                KEYS.secretAccessKey()))
                                                .request(sdkRequest(method, uri, headers))
                                                .payload(() -> new ByteArrayInputStream(body))
                                                .putProperty(
                                                        AwsV4HttpSigner.SERVICE_SIGNING_NAME, "ecs")
                                                .putProperty(
                                                        AwsV4HttpSigner.REGION_NAME, "us-east-1")
                                                .putProperty(
                                                        HttpSigner.SIGNING_CLOCK,
                                                        Clock.fixed(NOW, ZoneOffset.UTC)));

        var sent = new ArrayList<Header>();
        signed.request()
                .headers()
                .forEach(
                        (name, values) ->
                                values.forEach(value -> sent.add(new Header(name, value))));
        var rawQuery = uri.getRawQuery() == null ? "" : uri.getRawQuery();
        var request = new SignableRequest(method.name(), uri.getRawPath(), rawQuery, sent, body);
        assertThat(VERIFIER.verify(request, NOW))
                .as(uri.toString())
                .isEqualTo(new Verified("BERTHKEY", "ecs"));

        var hash = signed.request().firstMatchingHeader("x-amz-content-sha256");
        hash.ifPresent(value -> headers.put("x-amz-content-sha256", value));
        var ours =
                new Signer("ecs", "us-east-1").sign(KEYS, method.name(), uri, headers, body, NOW);
        assertThat(ours)
                .as(uri.toString())
                .isEqualTo(
                        Map.of(
                                "X-Amz-Date",
                                "20261122T210100Z",
                                "Authorization",
                                signed.request()
                                        .firstMatchingHeader("Authorization")
                                        .orElseThrow()));
    }

    private static SdkHttpRequest sdkRequest(
            SdkHttpMethod method, URI uri, Map<String, String> headers) {
        var request = SdkHttpRequest.builder().method(method).uri(uri);
        headers.forEach(request::putHeader);
        return request.build();
    }

    private static String pick(Random random) {
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    /**
     * Without empty and dot segments, which the SDK leaves to java.net.URI; the published vectors
     * have them.
     */
    private static String segment(Random random) {
        var text = pick(random);
        return text.isEmpty() || text.equals("..") ? "s" : text;
    }
}
