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

    /** Twice the number of events after which an aggregate writes a snapshot. */
    private static final long SNAPSHOT_DISTANCE = 400;

    private record Bound(String persistenceId, long sequenceNumber) {}

    private final Database database;

    public SupersededRows(Database database) {
        this.database = database;
    }

    /**
     * Deletes the superseded events.
     *
     * @param foldsSince when the oldest fold that may still run has begun: it finds every row after
     *     the snapshot that it began with
     */
    public int delete(Instant foldsSince) throws SQLException {
        var deleted = 0;
        try (var connection = database.source().getConnection()) {
            for (var bound : bounds(connection, foldsSince)) {
                deleted += deleteBefore(connection, bound);
            }
        }
        return deleted;
    }

    private static List<Bound> bounds(Connection connection, Instant foldsSince)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT \"persistence_id\", MIN(\"sequence_number\"), MIN(\"created\")"
                                + " FROM \"snapshot\" GROUP BY \"persistence_id\""
                                + " HAVING COUNT(*) >= 2")) {
            try (var rows = select.executeQuery()) {
                var bounds = new ArrayList<Bound>();
                while (rows.next()) {
                    var id = rows.getString(1);
                    var snapshot = rows.getLong(2);
                    var isOld = rows.getLong(3) < foldsSince.toEpochMilli();
                    bounds.add(
                            new Bound(
                                    id,
                                    isOld
                                            ? snapshot
                                            : Math.min(
                                                    snapshot,
                                                    earlierSnapshot(connection, id, foldsSince))));
                }
                return bounds;
            }
        }
    }

    /**
     * A sequence number that is not above that of the newest snapshot at this time, which may be
     * deleted already. Busy aggregates write snapshots so often that both of theirs are newer.
     */
    private static long earlierSnapshot(Connection connection, String persistenceId, Instant time)
            throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT MAX(\"sequence_number\") FROM \"event_journal\""
                                + " WHERE \"persistence_id\" = ? AND \"write_timestamp\" < ?")) {
            select.setString(1, persistenceId);
            select.setLong(2, time.toEpochMilli());
            try (var rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1) - SNAPSHOT_DISTANCE;
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
