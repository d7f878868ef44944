package dev.berth.agent.metadata;

/** Whether the containers of this agent can ask for task metadata. */
public sealed interface MetadataStatus {
    record Available() implements MetadataStatus {}

    /** The configuration says so. */
    record Off() implements MetadataStatus {}

    /**
     * It is wanted and cannot be served.
     *
     * @param reason a sentence that says why
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
