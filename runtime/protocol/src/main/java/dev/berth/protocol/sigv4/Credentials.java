package dev.berth.protocol.sigv4;

import java.util.Objects;

/**
 * An access key. The secret never leaves through {@link #toString}.
 *
 * @param sessionToken null for long-lived keys
 */
public record Credentials(String accessKeyId, String secretAccessKey, String sessionToken) {

    public Credentials {
        Objects.requireNonNull(accessKeyId, "accessKeyId");
        Objects.requireNonNull(secretAccessKey, "secretAccessKey");
    }

    public static Credentials of(String accessKeyId, String secretAccessKey) {
        return new Credentials(accessKeyId, secretAccessKey, null);
    }

    @Override
    public String toString() {
        return "Credentials[" + accessKeyId + "]";
    }
}
