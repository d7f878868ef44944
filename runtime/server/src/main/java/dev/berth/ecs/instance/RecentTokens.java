package dev.berth.ecs.instance;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What was answered to the newest client tokens of agents. An agent repeats a registration whose
 * answer it lost within minutes, with the same token, and must not become two instances.
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

    /** The id for this token: the one it got before, or a fresh one. */
    synchronized String idFor(String token, Supplier<String> fresh) {
        return token.isEmpty() ? fresh.get() : answers.computeIfAbsent(token, _ -> fresh.get());
    }
}
