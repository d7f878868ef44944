package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;

/** The decision of a scheduler for one task. */
public sealed interface Placement {

    /**
     * The task is placed on this instance.
     *
     * @param instanceId the {@link Instance#id} of the instance
     */
    record On(String instanceId) implements Placement {}

    /**
     * The task is not placed for now.
     *
     * @param reason a sentence, not blank; the server keeps at most 500 characters. {@code berth
     *     explain} shows it, and RunTask returns it in {@code failures[].reason}
     */
    record None(String reason) implements Placement {}

    static Placement on(Instance instance) {
        return new On(instance.id());
    }

    static Placement none(String reason) {
        return new None(reason);
    }
}
