package dev.berth.actors.journal;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.JournalName;
import dev.berth.domain.Aggregate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Reads the tables of the journal in bulk, without starting entities. Every call blocks; run it on
 * {@link Database#threads}.
 */
public final class JournalReader {

    private static final int FETCH = 1_000;
    static final String EVENTS =
            "SELECT \"ordering\", \"persistence_id\", \"sequence_number\", \"event_ser_manifest\","
                    + " \"event_payload\" FROM \"event_journal\" WHERE \"deleted\" = FALSE";

    /** The same query without the payloads that views do not read. */
    static final String LIGHT_EVENTS =
            EVENTS.replace(
                    "\"event_payload\" FROM",
                    "CASE WHEN \"event_ser_manifest\" IN (%s) THEN NULL ELSE \"event_payload\" END FROM"
                            .formatted(
                                    EventTable.ENTRIES.stream()
                                            .filter(name -> name.inFolds() != null)
                                            .map(name -> "'" + name.manifest() + "'")
                                            .collect(Collectors.joining(", "))));

    private static final String SNAPSHOTS =
            "SELECT s.\"persistence_id\", s.\"sequence_number\", s.\"snapshot_ser_manifest\","
                    + " s.\"snapshot_payload\" FROM \"snapshot\" s JOIN (SELECT \"persistence_id\","
                    + " MAX(\"sequence_number\") AS newest FROM \"snapshot\" GROUP BY \"persistence_id\") n"
                    + " ON s.\"persistence_id\" = n.\"persistence_id\" AND s.\"sequence_number\" = n.newest";

    private final Database database;

    public JournalReader(Database database) {
        this.database = database;
    }

    /** Receives the rows in the order of the fold. */
    public interface Fold {
        void restore(EntityAddress<?> address, long sequenceNumber, Aggregate.State state);

        void apply(EntityAddress<?> address, long sequenceNumber, Aggregate.Event event);
    }

    /**
     * Reads the newest snapshot of every aggregate, then every row by {@code ordering}. Rows that a
     * snapshot already contains are included; the fold recognizes them by their sequence numbers.
     * Large events are replaced by {@link JournalName#inFolds}.
     *
     * @throws IllegalStateException naming the row, if one cannot be read
     */
    public void readAll(Fold fold) throws SQLException {
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false); // PostgreSQL streams only within a transaction
            try (var select = connection.prepareStatement(SNAPSHOTS)) {
                snapshots(select, fold);
            }
            try (var select =
                    connection.prepareStatement(LIGHT_EVENTS + " ORDER BY \"ordering\"")) {
                select.setFetchSize(FETCH);
                events(select, fold);
            }
            connection.rollback();
        }
    }

    private static void snapshots(PreparedStatement select, Fold fold) throws SQLException {
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                var state = (Aggregate.State) decode(rows, rows.getString(3), rows.getBytes(4));
                fold.restore(address(rows), rows.getLong(2), state);
            }
        }
    }

    private static void events(PreparedStatement select, Fold fold) throws SQLException {
        try (var rows = select.executeQuery()) {
            while (rows.next()) {
                var event = (Aggregate.Event) decode(rows, rows.getString(4), rows.getBytes(5));
                fold.apply(address(rows), rows.getLong(3), event);
            }
        }
    }

    static Object decode(ResultSet rows, String manifest, byte[] payload) throws SQLException {
        return payload == null
                ? EventTable.named(manifest).orElseThrow().inFolds()
                : naming(rows, () -> JournalCodec.decode(manifest, payload));
    }

    static EntityAddress<?> address(ResultSet rows) throws SQLException {
        var persistenceId = rows.getString("persistence_id");
        return naming(rows, () -> EntityAddress.parse(persistenceId));
    }

    /** Names the row in the exception if it cannot be read. */
    private static <T> T naming(ResultSet rows, Supplier<T> read) throws SQLException {
        try {
            return read.get();
        } catch (RuntimeException e) {
            throw new IllegalStateException(
                    "Row of "
                            + rows.getString("persistence_id")
                            + ", sequence number "
                            + rows.getLong("sequence_number")
                            + ": "
                            + e.getMessage(),
                    e);
        }
    }

    /** The first rows of one aggregate in order, up to a limit. */
    public List<Row> rows(EntityAddress<?> address, int max) throws SQLException {
        try (var connection = database.source().getConnection();
                var select = prepareRowsAfter(connection, address, 0)) {
            select.setMaxRows(max);
            return rows(select);
        }
    }

    /** One row of one aggregate. */
    public record Row(long sequenceNumber, Aggregate.Event event) {}

    /** The rows of one aggregate after a sequence number, in order. */
    public List<Row> rowsAfter(EntityAddress<?> address, long sequenceNumber) throws SQLException {
        try (var connection = database.source().getConnection();
                var select = prepareRowsAfter(connection, address, sequenceNumber)) {
            return rows(select);
        }
    }

    private static List<Row> rows(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            var found = new ArrayList<Row>();
            while (rows.next()) {
                var event = (Aggregate.Event) decode(rows, rows.getString(4), rows.getBytes(5));
                found.add(new Row(rows.getLong(3), event));
            }
            return found;
        }
    }

    private static PreparedStatement prepareRowsAfter(
            Connection connection, EntityAddress<?> address, long sequenceNumber)
            throws SQLException {
        var select =
                connection.prepareStatement(
                        EVENTS
                                + " AND \"persistence_id\" = ? AND \"sequence_number\" > ? ORDER BY"
                                + " \"sequence_number\"");
        select.setString(1, address.persistenceId());
        select.setLong(2, sequenceNumber);
        return select;
    }
}
