package dev.berth.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Whether a server that has started can do its work now. */
public interface Readiness {

    /** Empty where it can, else a sentence that says why not; comes within seconds. */
    CompletionStage<Optional<String>> problem();
}
