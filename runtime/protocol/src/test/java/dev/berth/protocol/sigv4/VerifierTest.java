package dev.berth.protocol.sigv4;

import static dev.berth.protocol.sigv4.SignedRequests.BODY;
import static dev.berth.protocol.sigv4.SignedRequests.KEYS;
import static dev.berth.protocol.sigv4.SignedRequests.NOW;
import static dev.berth.protocol.sigv4.SignedRequests.SECRET;
import static dev.berth.protocol.sigv4.SignedRequests.assertRefused;
import static dev.berth.protocol.sigv4.SignedRequests.headers;
import static dev.berth.protocol.sigv4.SignedRequests.replaced;
import static dev.berth.protocol.sigv4.SignedRequests.sign;
import static dev.berth.protocol.sigv4.SignedRequests.signWith;
import static dev.berth.protocol.sigv4.SignedRequests.signed;
import static dev.berth.protocol.sigv4.SignedRequests.verify;
import static dev.berth.protocol.sigv4.SignedRequests.without;
import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.protocol.sigv4.SignableRequest.Header;
import dev.berth.protocol.sigv4.Verification.Refused;
import dev.berth.protocol.sigv4.Verification.Verified;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VerifierTest {
    @Test
    void whatTheSignerSignsIsVerified() {
        assertThat(verify(signed())).isEqualTo(new Verified("BERTHKEY", "ecs"));
    }

    @Test
    void aSignedHandshakeIsVerified() {
        var uri = URI.create("ws://127.0.0.1:7070/acs/ws?clusterArn=a%3Ab%2Fc&seqNum=1&empty=");
        var headers = new ArrayList<Header>();
        new Signer("ecs", "us-east-1")
                .signHandshake(KEYS, uri, NOW)
                .forEach((name, value) -> headers.add(new Header(name, value)));
        headers.add(new Header("Host", "127.0.0.1:7070"));
        headers.add(new Header("Upgrade", "websocket"));
        var request =
                new SignableRequest(
                        "GET", uri.getRawPath(), uri.getRawQuery(), headers, new byte[0]);

        assertThat(verify(request)).isEqualTo(new Verified("BERTHKEY", "ecs"));
    }

    @Test
    void anUnsignedRequestIsRefused() {
        var request = headers(signed(), without("Authorization"));

        assertRefused(verify(request), "MissingAuthenticationTokenException", "not signed");
    }

    @Test
    void aPresignedUrlIsRefused() {
        var request =
                new SignableRequest(
                        "GET",
                        "/",
                        "X-Amz-Signature=00",
                        List.of(new Header("Host", "h")),
                        new byte[0]);

        assertRefused(verify(request), "IncompleteSignatureException", "Presigned");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Bearer abc",
                "AWS4-HMAC-SHA256",
                "AWS4-HMAC-SHA256 ",
                "AWS4-HMAC-SHA256 Credential=,SignedHeaders=,Signature=",
                "AWS4-HMAC-SHA256 Credential=K/20261122/us-east-1/ecs, SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 Credential=K/20261122/us-east-1/ecs/aws4_request, Signature=00",
                "AWS4-HMAC-SHA256 SignedHeaders=host, Signature=00",
                "AWS4-HMAC-SHA256 ,,,====,,,"
            })
    void aMalformedAuthorizationIsRefused(String authorization) {
        var request = headers(signed(), replaced("Authorization", authorization));

        assertRefused(verify(request), "IncompleteSignatureException", "");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "yesterday",
                "2026-11-22T21:01:00Z",
                "20261122T210100Z,20261122T210100Z"
            })
    void aMalformedDateIsRefused(String date) {
        assertRefused(
                verify(headers(signed(), replaced("X-Amz-Date", date))),
                "IncompleteSignatureException",
                "X-Amz-Date");
    }

    @Test
    void aMissingDateIsRefused() {
        assertRefused(
                verify(headers(signed(), without("X-Amz-Date"))),
                "IncompleteSignatureException",
                "X-Amz-Date");
    }

    @Test
    void anUnknownKeyIsRefused() {
        var request = sign(Credentials.of("SOMEBODY", SECRET), "ecs", "us-east-1", NOW);

        assertRefused(verify(request), "UnrecognizedClientException", "berth env");
    }

    @Test
    void anotherSecretIsRefused() {
        var request = sign(Credentials.of("BERTHKEY", "another"), "ecs", "us-east-1", NOW);

        assertRefused(verify(request), "InvalidSignatureException", "AWS_SECRET_ACCESS_KEY");
    }

    @Test
    void anotherRegionIsRefusedAndTheRightOneNamed() {
        var request = sign(KEYS, "ecs", "eu-west-1", NOW);

        assertRefused(verify(request), "InvalidSignatureException", "AWS_REGION=us-east-1");
    }

    @Test
    void anotherServiceIsRefusedAndTheSpokenOnesNamed() {
        var request = sign(KEYS, "s3", "us-east-1", NOW);

        assertRefused(verify(request), "InvalidSignatureException", "ecs, sts");
    }

    @Test
    void aSignatureOfFiveMinutesIsGoodAndAnOlderOneExpired() {
        assertThat(verify(sign(KEYS, "ecs", "us-east-1", NOW.minusSeconds(300))))
                .isInstanceOf(Verified.class);
        assertThat(verify(sign(KEYS, "ecs", "us-east-1", NOW.plusSeconds(300))))
                .isInstanceOf(Verified.class);
        assertRefused(
                verify(sign(KEYS, "ecs", "us-east-1", NOW.minusSeconds(301))),
                "InvalidSignatureException",
                "Signature expired: signed at 20261122T205559Z, the server's clock says 20261122T210100Z");
        assertRefused(
                verify(sign(KEYS, "ecs", "us-east-1", NOW.plusSeconds(301))),
                "InvalidSignatureException",
                "Signature not yet current");
    }

    @Test
    void aSignedSessionTokenPlaysNoPart() {
        var request = sign(new Credentials("BERTHKEY", SECRET, "token"), "ecs", "us-east-1", NOW);

        assertThat(verify(request)).isInstanceOf(Verified.class);
    }

    @Test
    void aSignedContentLengthIsKnownFromTheBodyWhereTheServerTookTheHeader() {
        var request = signWith(Map.of("Content-Length", Integer.toString(BODY.length)));

        assertThat(verify(headers(request, without("Content-Length"))))
                .isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "; charset=utf-8", "; charset=UTF-8"})
    void aFormWhoseCharsetWasDroppedOnTheWayIsVerified(String charset) {
        var form = "application/x-www-form-urlencoded";
        var request = signWith(Map.of("Content-Type", form + charset));

        assertThat(verify(headers(request, replaced("Content-Type", form))))
                .isInstanceOf(Verified.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"; charset=utf-8", ";charset=utf-8", "; charset=UTF-8", ";charset=UTF-8"})
    void aCharsetThatIsWrittenInAnotherWayOnTheWayIsVerified(String charset) {
        var json = "application/x-amz-json-1.1";
        var request = signWith(Map.of("Content-Type", json + charset));

        assertThat(verify(headers(request, replaced("Content-Type", json + "; charset=UTF-8"))))
                .isInstanceOf(Verified.class);
    }

    @Test
    void anUnsignedCharsetIsRefused() {
        var json = "application/x-amz-json-1.1";
        var request = signWith(Map.of("Content-Type", json));

        assertThat(verify(headers(request, replaced("Content-Type", json + "; charset=UTF-8"))))
                .isInstanceOf(Refused.class);
    }

    @Test
    void theQueryProtocolHasItsOwnCodes() {
        var refused = (Refused) verify(headers(signed(), replaced("Host", "other")));

        assertThat(refused.httpStatus()).isEqualTo(400);
        assertThat(refused.queryCode()).isEqualTo("SignatureDoesNotMatch");
        assertThat(refused.queryHttpStatus()).isEqualTo(403);
    }

    @Test
    void credentialsPrintWithoutTheirSecret() {
        assertThat(KEYS.toString()).contains("BERTHKEY").doesNotContain(SECRET);
    }
}
