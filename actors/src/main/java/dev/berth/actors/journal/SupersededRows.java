package dev.berth.actors.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Deletes events that are not read any more: those before the older of an aggregate's two
 * snapshots. The last row of an aggregate is kept, so that its sequence numbers continue. Every
 * call blocks.
 */
public final class SupersededRows {

    /** The number of rows of one aggregate that one statement deletes. */
    private static final long BATCH = 1_000;

    private record Bound(String persistenceId, long sequenceNumber) {}

    private final Database database;

    public SupersededRows(Database database) {
        this.database = database;
    }

    /**
     * Deletes the superseded events.
     *
     * @param snapshotsBefore only snapshots from before this time are considered, so that a running
     *     fold finds every row after its snapshot
     */
    public int delete(Instant snapshotsBefore) throws SQLException {
        var deleted = 0;
        try (var connection = database.source().getConnection()) {
            for (var bound : bounds(connection, snapshotsBefore)) {
                deleted += deleteBefore(connection, bound);
            }
        }
        return deleted;
    }

    private static List<Bound> bounds(Connection connection, Instant snapshotsBefore)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT \"persistence_id\", MIN(\"sequence_number\") FROM \"snapshot\""
                                + " WHERE \"created\" < ? GROUP BY \"persistence_id\""
                                + " HAVING COUNT(*) >= 2")) {
            select.setLong(1, snapshotsBefore.toEpochMilli());
            try (var rows = select.executeQuery()) {
                var bounds = new ArrayList<Bound>();
                while (rows.next()) {
                    bounds.add(new Bound(rows.getString(1), rows.getLong(2)));
                }
                return bounds;
            }
        }
    }

    private static int deleteBefore(Connection connection, Bound bound) throws SQLException {
        var deleted = 0;
        try (var delete =
                connection.prepareStatement(
                        "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = ?"
                                + " AND \"sequence_number\" < ?")) {
            delete.setString(1, bound.persistenceId());
            var before = first(connection, bound.persistenceId());
            while (before < bound.sequenceNumber()) {
                before = Math.min(before + BATCH, bound.sequenceNumber());
                delete.setLong(2, before);
                deleted += delete.executeUpdate();
            }
        }
        return deleted;
    }

    private static long first(Connection connection, String persistenceId) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT MIN(\"sequence_number\") FROM \"event_journal\""
                                + " WHERE \"persistence_id\" = ?")) {
            select.setString(1, persistenceId);
            try (var rows = select.executeQuery()) {
                rows.next();
                var first = rows.getLong(1);
                return rows.wasNull() ? Long.MAX_VALUE : first;
            }
        }
    }
}
