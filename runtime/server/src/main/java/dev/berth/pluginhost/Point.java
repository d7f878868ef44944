package dev.berth.pluginhost;

/**
 * Something that a plugin offers under a name.
 *
 * @param made what its factory made, as the kind says; null where it could not be made
 */
record Point(PluginKind<?, ?> kind, String type, Object made) {

    boolean isMade() {
        return made != null;
    }

    /** Whether one of them hides the other. */
    boolean hasNameOf(Point other) {
        return type.equals(other.type) && kind.namespace().equals(other.kind.namespace());
    }
}
