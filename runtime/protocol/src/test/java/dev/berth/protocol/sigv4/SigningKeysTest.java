package dev.berth.protocol.sigv4;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.protocol.sigv4.Signing.Scope;
import org.junit.jupiter.api.Test;

class SigningKeysTest {
    private static final Scope SCOPE = new Scope("20261122", "us-east-1", "ecs");

    private final SigningKeys keys = new SigningKeys();

    @Test
    void aKeyIsDerivedOncePerSecretDayRegionAndService() {
        var key = keys.key("secret", SCOPE);

        assertThat(key).isEqualTo(Signing.key("secret", SCOPE));
        assertThat(keys.key("secret", new Scope("20261122", "us-east-1", "ecs"))).isSameAs(key);
        assertThat(keys.key("secret", new Scope("20261122", "us-east-1", "sts"))).isNotEqualTo(key);
    }

    @Test
    void aChangedSecretHasAnotherKey() {
        assertThat(keys.key("old", SCOPE)).isNotEqualTo(keys.key("new", SCOPE));
    }

    @Test
    void noMoreKeysAreKeptThanTheCapacity() {
        for (int i = 0; i < SigningKeys.CAPACITY * 2; i++) {
            keys.key("secret " + i, SCOPE);
        }

        assertThat(keys.size()).isBetween(1, SigningKeys.CAPACITY);
    }
}
