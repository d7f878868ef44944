package dev.berth.events;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * A receiver of events.
 *
 * @param name in logs and metrics; no two webhooks have the same
 * @param secret the key of the signatures
 */
public record Webhook(String name, URI url, byte[] secret, EventFilter filter) {
    private static final String ENCODED = "whsec_";
    private static final int LEAST_BYTES = 16;

    /**
     * The key that a configured secret stands for: {@code whsec_} and Base64, as Standard Webhooks
     * writes it, or a text whose bytes are the key. Empty where it is shorter than 16 bytes or not
     * Base64.
     */
    public static Optional<byte[]> secret(String text) {
        byte[] key;
        try {
            key =
                    text.startsWith(ENCODED)
                            ? Base64.getDecoder().decode(text.substring(ENCODED.length()))
                            : text.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
        return key.length < LEAST_BYTES ? Optional.empty() : Optional.of(key);
    }

    /** Leaves out secret and URL, since a URL may carry a token. */
    @Override
    public String toString() {
        return "Webhook[" + name + "]";
    }
}
