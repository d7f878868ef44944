package dev.berth.pluginhost.guard;

/**
 * A point that a plugin offers under a name.
 *
 * @param made the object that its factory created; null if it was not created
 */
public record OfferedPoint(PluginKind<?, ?> kind, String type, Object made) {

    public boolean isMade() {
        return made != null;
    }

    /** Whether both have the same name in the same namespace. */
    public boolean hasNameOf(OfferedPoint other) {
        return type.equals(other.type) && kind.namespace().equals(other.kind.namespace());
    }
}
