package dev.berth.ecs;

import dev.berth.protocol.json.AwsJson;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import software.amazon.awssdk.core.SdkPojo;

/** Determines whether two calls with the same client token, or the same name, are equal. */
public final class Fingerprint {
    private Fingerprint() {}

    /** The fingerprint of all parameters except {@code clientToken}. */
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
