package dev.berth.protocol.sigv4;

import java.util.concurrent.ConcurrentHashMap;

/**
 * The signing keys that were derived lately. A key is good for one secret, day, region and service,
 * so few are in use at a time. Any thread may ask.
 */
final class SigningKeys {
    static final int CAPACITY = 1024;

    /** The secret itself is part of it, so that a changed secret never finds the old key. */
    private record Use(String secret, Signing.Scope scope) {
        @Override
        public String toString() {
            return scope.toString();
        }
    }

    private final ConcurrentHashMap<Use, byte[]> derived = new ConcurrentHashMap<>();

    /** The key of a scope. The array is shared and must not be changed. */
    byte[] key(String secret, Signing.Scope scope) {
        var use = new Use(secret, scope);
        var known = derived.get(use);
        if (known != null) {
            return known;
        }
        var key = Signing.key(secret, scope);
        if (derived.size() >= CAPACITY) {
            derived.clear();
        }
        derived.put(use, key);
        return key;
    }

    int size() {
        return derived.size();
    }
}
