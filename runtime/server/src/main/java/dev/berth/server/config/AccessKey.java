package dev.berth.server.config;

/** An access key of clients and agents. {@code toString} does not contain the secret. */
public record AccessKey(String accessKeyId, String secretAccessKey) {
    @Override
    public String toString() {
        return "AccessKey[" + accessKeyId + "]";
    }
}
