package dev.berth.actors.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows of calls that placed fewer tasks than requested. All methods block. */
public final class FailedPlacementRows {

    /** The maximum number of rows of a cluster. */
    public static final int MAX_ROWS = 100;

    /**
     * @param runId the id of the call
     */
    public record Row(String cluster, String runId, Instant at, byte[] content) {}

    private final Database database;

    public FailedPlacementRows(Database database) {
        this.database = database;
    }

    /**
     * Writes a row, replaces an earlier one of the same call, and deletes the oldest rows beyond
     * the limit.
     */
    public void put(Row row) throws SQLException {
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            try {
                put(connection, row);
                deleteBeyondMost(connection, row.cluster());
                connection.commit();
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
    }

    private static void put(Connection connection, Row row) throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "DELETE FROM \"failed_placement\" WHERE \"cluster\" = ? AND \"run_id\" ="
                                + " ?")) {
            delete.setString(1, row.cluster());
            delete.setString(2, row.runId());
            delete.executeUpdate();
        }
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO \"failed_placement\" (\"cluster\", \"run_id\","
                                + " \"decided_at\", \"content\") VALUES (?, ?, ?, ?)")) {
            insert.setString(1, row.cluster());
            insert.setString(2, row.runId());
            insert.setLong(3, row.at().toEpochMilli());
            insert.setBytes(4, row.content());
            insert.executeUpdate();
        }
    }

    private static void deleteBeyondMost(Connection connection, String cluster)
            throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "DELETE FROM \"failed_placement\" WHERE \"cluster\" = ? AND"
                                + " \"decided_at\" <= (SELECT \"decided_at\" FROM"
                                + " \"failed_placement\" WHERE \"cluster\" = ? ORDER BY"
                                + " \"decided_at\" DESC OFFSET ? ROWS FETCH NEXT 1 ROWS ONLY)")) {
            delete.setString(1, cluster);
            delete.setString(2, cluster);
            delete.setInt(3, MAX_ROWS);
            delete.executeUpdate();
        }
    }

    /** The rows of a cluster, the newest first. */
    public List<Row> of(String cluster) throws SQLException {
        try (var connection = database.source().getConnection();
                var select =
                        connection.prepareStatement(
                                "SELECT \"run_id\", \"decided_at\", \"content\" FROM"
                                        + " \"failed_placement\" WHERE \"cluster\" = ? ORDER BY"
                                        + " \"decided_at\" DESC")) {
            select.setString(1, cluster);
            try (var found = select.executeQuery()) {
                var rows = new ArrayList<Row>();
                while (found.next()) {
                    rows.add(
                            new Row(
                                    cluster,
                                    found.getString(1),
                                    Instant.ofEpochMilli(found.getLong(2)),
                                    found.getBytes(3)));
                }
                return rows;
            }
        }
    }

    /** Deletes rows from before this time. */
    public void purge(Instant before) throws SQLException {
        try (var connection = database.source().getConnection();
                var delete =
                        connection.prepareStatement(
                                "DELETE FROM \"failed_placement\" WHERE \"decided_at\" < ?")) {
            delete.setLong(1, before.toEpochMilli());
            delete.executeUpdate();
        }
    }
}
