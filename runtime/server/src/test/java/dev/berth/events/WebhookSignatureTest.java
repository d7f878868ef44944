package dev.berth.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WebhookSignatureTest {

    /** The example that the libraries of Standard Webhooks are tested with. */
    @Test
    void signaturesAreThoseOfStandardWebhooks() {
        var secret = Webhook.secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw").orElseThrow();
        assertThat(
                        WebhookSignature.of(
                                secret,
                                "msg_p5jXN8AQM9LWM0D4loKWxJek",
                                1_614_265_330,
                                "{\"test\": 2432232314}"))
                .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
    }

    @Test
    void aSecretIsATextOrBase64AndNotShort() {
        assertThat(Webhook.secret("sixteen letters.").orElseThrow()).hasSize(16);
        assertThat(Webhook.secret("fifteen letters")).isEmpty();
        assertThat(Webhook.secret("whsec_c2hvcnQ=")).isEmpty();
        assertThat(Webhook.secret("whsec_no base64, but long enough")).isEmpty();
    }

    @Test
    void aWebhookDoesNotShowItsSecretNorItsUrl() {
        var webhook =
                new Webhook(
                        "shop",
                        URI.create("https://shop/token"),
                        "sixteen letters.".getBytes(java.nio.charset.StandardCharsets.UTF_8),
                        EventFilter.ALL);
        assertThat(webhook.toString()).isEqualTo("Webhook[shop]");
    }

    @Test
    void pausesDoubleUpToALimitAndOldEventsAreGivenUp() {
        var rule =
                new RetryRule(Duration.ofSeconds(1), Duration.ofSeconds(60), Duration.ofHours(24));
        assertThat(rule.pause(1, 0)).isEqualTo(Duration.ofSeconds(1));
        assertThat(rule.pause(2, 0)).isEqualTo(Duration.ofSeconds(2));
        assertThat(rule.pause(2, 1)).isEqualTo(Duration.ofMillis(1_600));
        assertThat(rule.pause(7, 0)).isEqualTo(Duration.ofSeconds(60));
        assertThat(rule.pause(Integer.MAX_VALUE, 0)).isEqualTo(Duration.ofSeconds(60));
        var event = Instant.EPOCH;
        assertThat(rule.isOver(event, event.plus(Duration.ofHours(24)))).isFalse();
        assertThat(rule.isOver(event, event.plus(Duration.ofHours(24)).plusMillis(1))).isTrue();
    }
}
