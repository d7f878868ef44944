package dev.berth.server.doctor;

import dev.berth.actors.entity.Registrations;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.DatabaseSettings.Vendor;
import dev.berth.actors.journal.ReadOnlyJournal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Checks the database and replays the journal. */
final class DatabaseChecks {

    private static final String NAME = "database";
    private static final int H2_IN_USE = 90020;
    private static final String SKIPPED =
            "skipped: the server is running. To check the journal, stop it (berth down; containers keep running).";

    private final DatabaseSettings settings;
    private final Path data;

    DatabaseChecks(DatabaseSettings settings, Path data) {
        this.settings = settings;
        this.data = data;
    }

    Diagnosis look() {
        if (settings.equals(DatabaseSettings.h2(data.resolve("berth")))
                && !Files.exists(data.resolve("berth.mv.db"))) {
            return only(Check.ok(NAME, "none yet; berth server creates it at its first start"));
        }
        try {
            var schema = ReadOnlyJournal.schema(settings);
            return schema.version() == null
                    ? only(Check.ok(NAME, settings + " is empty; the first start fills it"))
                    : replay(schema);
        } catch (SQLException | RuntimeException reason) {
            return only(
                    isInUse(reason)
                            ? Check.ok(NAME, SKIPPED)
                            : Check.wrong(NAME, sentence(reason)));
        }
    }

    private Diagnosis replay(ReadOnlyJournal.Schema schema) throws SQLException {
        var check = Registrations.journalCheck();
        var began = System.nanoTime();
        try (var journal = ReadOnlyJournal.open(settings)) {
            journal.feed(check);
        }
        var took = Duration.ofNanos(System.nanoTime() - began);
        return new Diagnosis(
                List.of(judged(schema)), Optional.of(new Diagnosis.Replay(check.result(), took)));
    }

    private Check judged(ReadOnlyJournal.Schema schema) {
        var text = "%s, schema %s".formatted(settings, schema.version());
        if (schema.isNewer()) {
            return Check.wrong(
                    NAME, text + ": a newer version of Berth has used it. Start that version.");
        }
        return schema.missing() > 0
                ? Check.warning(
                        NAME, text + ": the next start of the server will bring it up to date.")
                : Check.ok(NAME, text);
    }

    private static Diagnosis only(Check check) {
        return new Diagnosis(List.of(check), Optional.empty());
    }

    /** A file of H2 is locked while the process that opened it is running. */
    private static boolean isInUse(Exception reason) {
        for (Throwable cause = reason; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getErrorCode() == H2_IN_USE) {
                return true;
            }
        }
        return false;
    }

    private String sentence(Exception reason) {
        Throwable root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        var word = settings.vendor() == Vendor.H2 ? "read" : "reached";
        var message = root.getMessage() == null ? root.toString() : root.getMessage();
        return "%s cannot be %s: %s. See persistence in berth.conf."
                .formatted(settings, word, message.lines().findFirst().orElse(""));
    }
}
