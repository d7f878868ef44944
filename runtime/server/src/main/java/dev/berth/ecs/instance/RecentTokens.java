package dev.berth.ecs.instance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The answers to the most recent client tokens of agents. An agent that has lost the answer to a
 * registration repeats it within minutes, with the same token, and must not become two instances.
 */
final class RecentTokens {
    private static final int KEPT = 10_000;

    private final Map<String, String> answers =
            new LinkedHashMap<>() {
                @Override
                protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
                    return size() > KEPT;
                }
            };

    /** The id for this token: its previous id, or a new one. */
    synchronized String idFor(String token, Supplier<String> fresh) {
        return token.isEmpty() ? fresh.get() : answers.computeIfAbsent(token, _ -> fresh.get());
    }
}
