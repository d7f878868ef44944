package dev.berth.events;

import dev.berth.actors.journal.ServerFacts;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Up to which position of the journal each webhook has received everything. Every call blocks; run
 * it on the threads of the database.
 */
final class WebhookPositions {
    private static final String PREFIX = "webhook-position.";

    private final ServerFacts facts;

    WebhookPositions(ServerFacts facts) {
        this.facts = facts;
    }

    /** Empty for a webhook that is new. */
    Optional<Long> of(Webhook webhook) throws SQLException {
        return facts.find(key(webhook)).map(Long::valueOf);
    }

    void keep(Webhook webhook, long position) throws SQLException {
        facts.put(key(webhook), Long.toString(position));
    }

    /** A position belongs to a name and a URL: a new URL is a new receiver. */
    private static String key(Webhook webhook) {
        try {
            var text = webhook.name() + "\n" + webhook.url();
            var hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return PREFIX + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }
}
