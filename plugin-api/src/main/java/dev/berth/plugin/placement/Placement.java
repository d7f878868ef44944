package dev.berth.plugin.placement;

import dev.berth.plugin.cluster.Instance;

/** What a scheduler decided for one task. */
public sealed interface Placement {

    /**
     * The task is to run there.
     *
     * @param instanceId the {@link Instance#id} of the instance
     */
    record On(String instanceId) implements Placement {}

    /**
     * The task is not to run anywhere for now.
     *
     * @param reason a sentence for whoever asks why
     */
    record None(String reason) implements Placement {}

    static Placement on(Instance instance) {
        return new On(instance.id());
    }

    static Placement none(String reason) {
        return new None(reason);
    }
}
