package dev.berth.actors.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

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

    private static final String COLUMNS =
            "(\"cluster\", \"operation\", \"token\", \"fingerprint\", \"task_ids\","
                    + " \"created_at\")";

    private static final String KEY =
            " WHERE \"cluster\" = ? AND \"operation\" = ? AND \"token\" = ?";

    private static final String SELECT =
            "SELECT \"fingerprint\", \"task_ids\", \"created_at\" FROM \"client_token\"" + KEY;

    private static final String REPLACE = "UPDATE \"client_token\" SET \"task_ids\" = ?" + KEY;

    private final Database database;

    public TokenRows(Database database) {
        this.database = database;
    }

    /**
     * Inserts a row unless its key exists, even if another transaction inserts it at the same time.
     */
    private String insert() {
        return switch (database.settings().vendor()) {
            case POSTGRESQL ->
                    "INSERT INTO \"client_token\" "
                            + COLUMNS
                            + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
            case H2 ->
                    "MERGE INTO \"client_token\" t USING (VALUES (?, ?, ?, ?, ?, ?)) v"
                            + COLUMNS
                            + " ON t.\"cluster\" = v.\"cluster\" AND t.\"operation\" ="
                            + " v.\"operation\" AND t.\"token\" = v.\"token\""
                            + " WHEN NOT MATCHED THEN INSERT "
                            + COLUMNS
                            + " VALUES (v.\"cluster\", v.\"operation\", v.\"token\","
                            + " v.\"fingerprint\", v.\"task_ids\", v.\"created_at\")";
        };
    }

    /**
     * Executes the writes in one transaction and returns the resulting row of each key. Of several
     * inserts for one key the first wins; replacements are executed last.
     */
    public List<Row> write(List<Write> writes) throws SQLException {
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            try {
                insert(connection, writes);
                replace(connection, writes);
                var held = read(connection, writes);
                connection.commit();
                return held;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        }
    }

    private void insert(Connection connection, List<Write> writes) throws SQLException {
        try (var insert = connection.prepareStatement(insert())) {
            for (var write : writes) {
                if (!write.replace()) {
                    var row = write.row();
                    setKey(insert, 1, row);
                    insert.setString(4, row.fingerprint());
                    insert.setString(5, row.taskIds());
                    insert.setLong(6, row.createdAt());
                    insert.addBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private static void replace(Connection connection, List<Write> writes) throws SQLException {
        try (var update = connection.prepareStatement(REPLACE)) {
            for (var write : writes) {
                if (write.replace()) {
                    update.setString(1, write.row().taskIds());
                    setKey(update, 2, write.row());
                    update.addBatch();
                }
            }
            update.executeBatch();
        }
    }

    private static List<Row> read(Connection connection, List<Write> writes) throws SQLException {
        try (var select = connection.prepareStatement(SELECT)) {
            var held = new ArrayList<Row>();
            for (var write : writes) {
                held.add(write.replace() ? write.row() : read(select, write.row()));
            }
            return held;
        }
    }

    private static Row read(PreparedStatement select, Row row) throws SQLException {
        setKey(select, 1, row);
        try (var rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("A client token was deleted while it was claimed");
            }
            return new Row(
                    row.cluster(),
                    row.operation(),
                    row.token(),
                    rows.getString(1),
                    rows.getString(2),
                    rows.getLong(3));
        }
    }

    private static void setKey(PreparedStatement statement, int first, Row row)
            throws SQLException {
        statement.setString(first, row.cluster());
        statement.setString(first + 1, row.operation());
        statement.setString(first + 2, row.token());
    }

    /** The number of rows. */
    public long count() throws SQLException {
        try (var connection = database.source().getConnection();
                var select = connection.prepareStatement("SELECT COUNT(*) FROM \"client_token\"");
                var rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    /** Deletes rows from before this time. */
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
