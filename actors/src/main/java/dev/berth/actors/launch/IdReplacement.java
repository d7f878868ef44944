package dev.berth.actors.launch;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Where a new id for an abandoned one comes from: it must be durable wherever the old one is
 * remembered.
 */
interface IdReplacement {

    CompletionStage<String> replace(String abandoned);

    /** For a call that nobody remembers. */
    static IdReplacement untracked() {
        return _ -> CompletableFuture.completedFuture(Ids.hex32());
    }
}
