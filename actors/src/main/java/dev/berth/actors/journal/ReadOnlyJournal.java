package dev.berth.actors.journal;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Aggregate;
import dev.berth.domain.check.JournalCheck;
import dev.berth.domain.check.Row;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationState;

/**
 * Reads a journal without changing it: in one read-only transaction with a consistent snapshot,
 * without schema scripts. A file of H2 can be opened only while no server uses it.
 */
public final class ReadOnlyJournal implements AutoCloseable {

    private static final int FETCH = 1_000;

    /**
     * Reads in pages, because H2 keeps the whole result of a query on a read-only database in
     * memory.
     */
    private static final int PAGE = 5_000;

    private static final String SNAPSHOTS =
            "SELECT s.\"persistence_id\", s.\"sequence_number\", s.\"snapshot_ser_manifest\","
                    + " s.\"snapshot_payload\" FROM \"snapshot\" s JOIN (SELECT \"persistence_id\","
                    + " MIN(\"sequence_number\") AS oldest FROM \"snapshot\" GROUP BY \"persistence_id\") o"
                    + " ON s.\"persistence_id\" = o.\"persistence_id\" AND s.\"sequence_number\" = o.oldest";
    private static final String EVENTS =
            "SELECT \"ordering\", \"persistence_id\", \"sequence_number\", \"event_ser_manifest\","
                    + " \"event_payload\" FROM \"event_journal\" WHERE \"deleted\" = FALSE"
                    + " AND \"ordering\" > ? ORDER BY \"ordering\" LIMIT "
                    + PAGE;
    private static final String TOKENS =
            "SELECT \"cluster\", \"token\", \"task_ids\" FROM \"client_token\"";

    private final Connection connection;

    private ReadOnlyJournal(Connection connection) {
        this.connection = connection;
    }

    /**
     * @throws SQLException if it cannot be opened, for example because a server uses the file
     */
    public static ReadOnlyJournal open(DatabaseSettings settings) throws SQLException {
        var properties = new Properties();
        if (settings.user() != null) {
            properties.setProperty("user", settings.user());
        }
        if (settings.password() != null) {
            properties.setProperty("password", settings.password());
        }
        var connection = DriverManager.getConnection(settings.readOnlyUrl(), properties);
        try {
            connection.setReadOnly(true);
            connection.setAutoCommit(false); // PostgreSQL streams only within a transaction
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            return new ReadOnlyJournal(connection);
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /**
     * Compares the schema of a database with the scripts of this version.
     *
     * @param version null if no server has used the database
     * @param missing the number of scripts that the next start of a server will apply
     * @param isNewer whether a newer version of Berth has changed the schema, so that this version
     *     cannot start
     */
    public record Schema(String version, int missing, boolean isNewer) {}

    /** Reads the schema version; applies nothing. */
    public static Schema schema(DatabaseSettings settings) {
        var info =
                Flyway.configure()
                        .dataSource(settings.readOnlyUrl(), settings.user(), settings.password())
                        .locations(settings.vendor().scripts())
                        .table(Database.SCHEMA_TABLE)
                        .load()
                        .info();
        var current = info.current();
        return new Schema(
                current == null ? null : current.getVersion().getVersion(),
                info.pending().length,
                Arrays.stream(info.applied())
                        .anyMatch(script -> script.getState() == MigrationState.FUTURE_SUCCESS));
    }

    /** Passes all rows to the check. Unreadable rows become findings. */
    public void feed(JournalCheck check) throws SQLException {
        try (var select = connection.prepareStatement(SNAPSHOTS)) {
            select.setFetchSize(FETCH);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    snapshot(rows, check);
                }
            }
        }
        events(check);
        try (var select = connection.prepareStatement(TOKENS)) {
            select.setFetchSize(FETCH);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var ids = List.of(rows.getString(3).split(","));
                    check.token(rows.getString(1), rows.getString(2), ids);
                }
            }
        }
    }

    private void events(JournalCheck check) throws SQLException {
        try (var select = connection.prepareStatement(EVENTS)) {
            select.setFetchSize(FETCH);
            var last = Long.MIN_VALUE;
            for (var read = PAGE; read == PAGE; ) {
                read = 0;
                select.setLong(1, last);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        event(rows, check);
                        last = rows.getLong(1);
                        read++;
                    }
                }
            }
        }
    }

    private static void snapshot(ResultSet rows, JournalCheck check) throws SQLException {
        var aggregate = rows.getString(1);
        var number = rows.getLong(2);
        var manifest = rows.getString(3);
        var payload = rows.getBytes(4);
        try {
            var kind = EntityAddress.parse(aggregate).kind();
            var state = kind.stateType().cast(JournalCodec.decode(manifest, payload));
            check.restore(aggregate, number, state);
        } catch (RuntimeException e) {
            check.unreadableSnapshot(aggregate, number, sentence(e));
        }
    }

    private static void event(ResultSet rows, JournalCheck check) throws SQLException {
        var row = new Row(rows.getLong(1), rows.getString(2), rows.getLong(3));
        var manifest = rows.getString(4);
        var payload = rows.getBytes(5);
        Aggregate.Event event;
        try {
            var kind = EntityAddress.parse(row.aggregate()).kind();
            event = kind.eventType().cast(JournalCodec.decode(manifest, payload));
        } catch (RuntimeException e) {
            check.unreadable(row, sentence(e));
            return;
        }
        check.apply(row, event);
    }

    /**
     * Omits the content of the row from the message, because it may contain environment variables.
     */
    private static String sentence(RuntimeException e) {
        var message = e.getMessage() == null ? e.toString() : e.getMessage();
        return message.lines().findFirst().orElse("").strip();
    }

    @Override
    public void close() throws SQLException {
        try {
            connection.rollback();
        } finally {
            connection.close();
        }
    }
}
