package dev.berth.pluginhost.guard;

/**
 * Something that a plugin offers under a name.
 *
 * @param made what its factory made, as the kind says; null where it could not be made
 */
public record OfferedPoint(PluginKind<?, ?> kind, String type, Object made) {

    public boolean isMade() {
        return made != null;
    }

    /** Whether one of them hides the other. */
    public boolean hasNameOf(OfferedPoint other) {
        return type.equals(other.type) && kind.namespace().equals(other.kind.namespace());
    }
}
