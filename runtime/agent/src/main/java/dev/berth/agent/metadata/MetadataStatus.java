package dev.berth.agent.metadata;

/** The status of the task metadata endpoint. */
public sealed interface MetadataStatus {
    record Available() implements MetadataStatus {}

    /** Disabled by the configuration. */
    record Off() implements MetadataStatus {}

    /**
     * Enabled, but not available.
     *
     * @param reason a sentence
     */
    record Unavailable(String reason) implements MetadataStatus {}

    /** One word, for an attribute of the container instance. */
    default String word() {
        return switch (this) {
            case Available _ -> "available";
            case Off _ -> "off";
            case Unavailable _ -> "unavailable";
        };
    }
}
