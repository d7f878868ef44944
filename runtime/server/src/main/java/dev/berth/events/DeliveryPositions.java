package dev.berth.events;

import dev.berth.actors.journal.ServerFacts;
import dev.berth.pluginhost.events.EventSinks.Target;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Up to which position of the journal each destination has received everything. Every call blocks;
 * run it on the threads of the database.
 */
final class DeliveryPositions {
    private static final String PREFIX = "event-position.";

    private final ServerFacts facts;

    DeliveryPositions(ServerFacts facts) {
        this.facts = facts;
    }

    /** Empty for a destination that is new. */
    Optional<Long> of(Target target) throws SQLException {
        return facts.find(key(target)).map(Long::valueOf);
    }

    void keep(Target target, long position) throws SQLException {
        facts.put(key(target), Long.toString(position));
    }

    /** A position belongs to a name and an address: a new address is a new receiver. */
    private static String key(Target target) {
        try {
            var text = target.name() + "\n" + target.destination().address();
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
