package dev.berth.server.config;

/** A pair that clients and agents sign with. The secret stays out of {@code toString}. */
public record AccessKey(String accessKeyId, String secretAccessKey) {
    @Override
    public String toString() {
        return "AccessKey[" + accessKeyId + "]";
    }
}
