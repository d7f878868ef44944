package dev.berth.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes and reads the {@code nextToken} of lists. A token is authenticated: one that was changed,
 * or that belongs to another list or another server, is refused. Tokens stay valid over restarts,
 * since the key is kept in the database.
 */
public final class PageTokens {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int TAG_BYTES = 16;

    private final SecretKeySpec key;

    /**
     * @param key at least 32 random bytes
     */
    public PageTokens(byte[] key) {
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    String write(String last, String list) {
        var text = last.getBytes(StandardCharsets.UTF_8);
        var token = Arrays.copyOf(tag(text, list), TAG_BYTES + text.length);
        System.arraycopy(text, 0, token, TAG_BYTES, text.length);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
    }

    /** The last key of the previous page. */
    String read(String token, String list) {
        try {
            var bytes = Base64.getUrlDecoder().decode(token);
            // Base64 ignores the last bits of the last character: the token is compared as written.
            if (bytes.length > TAG_BYTES
                    && Base64.getUrlEncoder()
                            .withoutPadding()
                            .encodeToString(bytes)
                            .equals(token)) {
                var text = Arrays.copyOfRange(bytes, TAG_BYTES, bytes.length);
                var tag = Arrays.copyOf(bytes, TAG_BYTES);
                if (MessageDigest.isEqual(tag, tag(text, list))) {
                    return new String(text, StandardCharsets.UTF_8);
                }
            }
        } catch (IllegalArgumentException _) {
            // Not Base64, so not a token of this server.
        }
        throw ApiException.invalidParameter(
                "nextToken is not valid for this call. Use it with the parameters of the call that returned it.");
    }

    private byte[] tag(byte[] last, String list) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            mac.update(list.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Arrays.copyOf(mac.doFinal(last), TAG_BYTES);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
