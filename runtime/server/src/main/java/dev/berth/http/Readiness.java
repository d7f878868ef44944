package dev.berth.http;

import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Whether a server that has started can handle calls now. */
public interface Readiness {

    /** Empty if it is ready, else a sentence with the reason. Completes within seconds. */
    CompletionStage<Optional<String>> problem();
}
