package dev.berth.protocol.sigv4;

import static dev.berth.protocol.sigv4.SignedRequests.added;
import static dev.berth.protocol.sigv4.SignedRequests.assertRefused;
import static dev.berth.protocol.sigv4.SignedRequests.edited;
import static dev.berth.protocol.sigv4.SignedRequests.headers;
import static dev.berth.protocol.sigv4.SignedRequests.replaced;
import static dev.berth.protocol.sigv4.SignedRequests.signWith;
import static dev.berth.protocol.sigv4.SignedRequests.signed;
import static dev.berth.protocol.sigv4.SignedRequests.verify;
import static dev.berth.protocol.sigv4.SignedRequests.without;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is changed between client and server is refused. */
class TamperingTest {
    @Test
    void theDayOfTheCredentialMustBeTheDayOfTheDate() {
        var request =
                headers(signed(), h -> edited(h, "Authorization", "/20261122/", "/20261121/"));

        assertRefused(verify(request), "InvalidSignatureException", "X-Amz-Date");
    }

    @ParameterizedTest
    @CsvSource({
        "X-Amz-Target, AmazonEC2ContainerServiceV20141113.StopTask",
        "Content-Type, application/x-amz-json-1.0",
        "Host, 127.0.0.1:7071",
        "X-Amz-Date, 20261122T210101Z"
    })
    void aChangedHeaderIsRefused(String name, String value) {
        assertRefused(
                verify(headers(signed(), replaced(name, value))), "InvalidSignatureException", "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Amz-Target", "Content-Type", "Host"})
    void aRemovedHeaderIsRefused(String name) {
        assertRefused(
                verify(headers(signed(), without(name))),
                "InvalidSignatureException",
                "did not arrive");
    }

    @Test
    void aSecondValueForASignedHeaderIsRefused() {
        var request =
                headers(signed(), added("X-Amz-Target", "AmazonEC2ContainerServiceV20141113.X"));

        assertRefused(verify(request), "InvalidSignatureException", "");
    }

    @Test
    void anAmzHeaderOutsideTheSignatureIsRefused() {
        var request = headers(signed(), added("X-Amz-Security-Token", "t"));

        assertRefused(verify(request), "InvalidSignatureException", "x-amz-security-token");
    }

    @Test
    void aHostOutsideTheSignatureIsRefused() {
        var request = headers(signed(), h -> edited(h, "Authorization", ";host;", ";"));

        assertRefused(verify(request), "InvalidSignatureException", "host");
    }

    @Test
    void aChangedMethodPathQueryOrBodyIsRefused() {
        var r = signed();
        for (var changed :
                List.of(
                        new SignableRequest("PUT", r.rawPath(), "", r.headers(), r.body()),
                        new SignableRequest("POST", "/other", "", r.headers(), r.body()),
                        new SignableRequest("POST", "/", "a=b", r.headers(), r.body()),
                        new SignableRequest("POST", "/", "a=%zz", r.headers(), r.body()),
                        new SignableRequest("POST", "/", "", r.headers(), new byte[0]))) {
            assertRefused(verify(changed), "InvalidSignatureException", "Check");
        }
    }

    @Test
    void anUnsignedPayloadIsRefusedThoughItsSignatureFits() {
        var request = signWith(Map.of("X-Amz-Content-SHA256", "UNSIGNED-PAYLOAD"));

        assertRefused(verify(request), "InvalidSignatureException", "as a whole");
    }

    @Test
    void aContentHashThatIsNotTheBodysIsRefused() {
        var request = signWith(Map.of("X-Amz-Content-SHA256", "0".repeat(64)));

        assertRefused(verify(request), "InvalidSignatureException", "not the SHA-256");
    }
}
