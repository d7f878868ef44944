package dev.berth.actors.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The table of client tokens. Every call blocks. */
public final class TokenRows {

    /**
     * @param taskIds separated by commas, in the order of the call
     */
    public record Row(
            String cluster,
            String operation,
            String token,
            String fingerprint,
            String taskIds,
            long createdAt) {}

    /**
     * @param replace whether the task ids under an existing key are overwritten
     */
    public record Write(Row row, boolean replace) {}

    private static final String KEY =
            " WHERE \"cluster\" = ? AND \"operation\" = ? AND \"token\" = ?";

    private final Database database;

    public TokenRows(Database database) {
        this.database = database;
    }

    /**
     * Carries out the writes in one transaction and returns what stands under each key afterwards.
     */
    public List<Row> write(List<Write> writes) throws SQLException {
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            try {
                var held = new ArrayList<Row>();
                for (var write : writes) {
                    held.add(write(connection, write));
                }
                connection.commit();
                return held;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private static Row write(Connection connection, Write write) throws SQLException {
        var row = write.row();
        if (write.replace()) {
            try (var update =
                    connection.prepareStatement(
                            "UPDATE \"client_token\" SET \"task_ids\" = ?" + KEY)) {
                update.setString(1, row.taskIds());
                update.setString(2, row.cluster());
                update.setString(3, row.operation());
                update.setString(4, row.token());
                update.executeUpdate();
            }
            return row;
        }
        var held = read(connection, row);
        if (held.isPresent()) {
            return held.get();
        }
        try (var insert =
                connection.prepareStatement(
                        "INSERT INTO \"client_token\" (\"cluster\", \"operation\", \"token\","
                                + " \"fingerprint\", \"task_ids\", \"created_at\") VALUES (?, ?, ?, ?, ?, ?)")) {
            insert.setString(1, row.cluster());
            insert.setString(2, row.operation());
            insert.setString(3, row.token());
            insert.setString(4, row.fingerprint());
            insert.setString(5, row.taskIds());
            insert.setLong(6, row.createdAt());
            insert.executeUpdate();
        }
        return row;
    }

    private static Optional<Row> read(Connection connection, Row row) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT \"fingerprint\", \"task_ids\", \"created_at\" FROM \"client_token\""
                                + KEY)) {
            select.setString(1, row.cluster());
            select.setString(2, row.operation());
            select.setString(3, row.token());
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new Row(
                                        row.cluster(),
                                        row.operation(),
                                        row.token(),
                                        rows.getString(1),
                                        rows.getString(2),
                                        rows.getLong(3)))
                        : Optional.empty();
            }
        }
    }

    /** How many rows there are. */
    public long count() throws SQLException {
        try (var connection = database.source().getConnection();
                var select = connection.prepareStatement("SELECT COUNT(*) FROM \"client_token\"");
                var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Drops the rows that are older than this. */
    public int purge(Instant before) throws SQLException {
        try (var connection = database.source().getConnection();
                var delete =
                        connection.prepareStatement(
                                "DELETE FROM \"client_token\" WHERE \"created_at\" < ?")) {
            delete.setLong(1, before.toEpochMilli());
            return delete.executeUpdate();
        }
    }
}
