package dev.berth.ecs;

import dev.berth.protocol.json.AwsJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.core.SdkPojo;

/** Tells whether two calls with one client token, or one name, are the same call. */
public final class Fingerprint {
    private Fingerprint() {}

    /** Of all parameters but {@code clientToken}. */
    public static String of(SdkPojo request) {
        var parameters = AwsJson.tree(request);
        parameters.remove("clientToken");
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(AwsJson.write(parameters));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
