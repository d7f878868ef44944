package dev.berth.actors.journal;

import dev.berth.actors.entity.EntityAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/**
 * Deletes rows of aggregates, those of one aggregate in one transaction: after a crash all of them
 * exist, or none. Every call blocks.
 */
public final class RowDeletion {

    /** The number of aggregates in one transaction. */
    private static final int BATCH = 200;

    private static final String EVENTS =
            "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = ? AND \"sequence_number\" <= ?";
    private static final String SNAPSHOTS =
            "DELETE FROM \"snapshot\" WHERE \"persistence_id\" = ? AND \"sequence_number\" <= ?";

    /**
     * The rows of one aggregate up to a sequence number.
     *
     * @param snapshots the sequence number up to which snapshots are deleted
     */
    public record Part(EntityAddress<?> of, long events, long snapshots) {

        /** All rows. */
        public static Part all(EntityAddress<?> of) {
            return new Part(of, Long.MAX_VALUE, Long.MAX_VALUE);
        }
    }

    private final Database database;

    public RowDeletion(Database database) {
        this.database = database;
    }

    /** Returns the number of deleted events. */
    public int delete(List<Part> parts) throws SQLException {
        var deleted = 0;
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            for (var from = 0; from < parts.size(); from += BATCH) {
                var to = Math.min(from + BATCH, parts.size());
                try {
                    deleted += delete(connection, parts.subList(from, to));
                    connection.commit();
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                }
            }
        }
        return deleted;
    }

    private static int delete(Connection connection, List<Part> parts) throws SQLException {
        try (var events = connection.prepareStatement(EVENTS);
                var snapshots = connection.prepareStatement(SNAPSHOTS)) {
            for (var part : parts) {
                add(snapshots, part.of(), part.snapshots());
                add(events, part.of(), part.events());
            }
            snapshots.executeBatch();
            var deleted = 0;
            for (var rows : events.executeBatch()) {
                deleted += rows;
            }
            return deleted;
        }
    }

    private static void add(PreparedStatement delete, EntityAddress<?> of, long upTo)
            throws SQLException {
        delete.setString(1, of.persistenceId());
        delete.setLong(2, upTo);
        delete.addBatch();
    }
}
