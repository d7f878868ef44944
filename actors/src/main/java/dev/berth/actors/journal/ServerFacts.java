package dev.berth.actors.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The few facts that are fixed at the first start, such as account id and region, and the epoch of
 * whoever acts.
 */
public final class ServerFacts {

    private final Database database;

    public ServerFacts(Database database) {
        this.database = database;
    }

    /** Keeps the value under this name unless one is kept already, and returns what is kept. */
    public String keep(String name, String value) throws SQLException {
        try (var connection = database.source().getConnection()) {
            var kept = read(connection, name);
            if (kept.isPresent()) {
                return kept.get();
            }
            write(
                    connection,
                    "INSERT INTO \"server_fact\" (\"content\", \"name\") VALUES (?, ?)",
                    value,
                    name);
            return value;
        }
    }

    /** A number higher than any that was claimed before. */
    public long claimEpoch() throws SQLException {
        try (var connection = database.source().getConnection()) {
            var last = read(connection, "epoch");
            var next = last.map(Long::parseLong).orElse(0L) + 1;
            var sql =
                    last.isPresent()
                            ? "UPDATE \"server_fact\" SET \"content\" = ? WHERE \"name\" = ?"
                            : "INSERT INTO \"server_fact\" (\"content\", \"name\") VALUES (?, ?)";
            write(connection, sql, Long.toString(next), "epoch");
            return next;
        }
    }

    private static Optional<String> read(Connection connection, String name) throws SQLException {
        try (var select =
                connection.prepareStatement(
                        "SELECT \"content\" FROM \"server_fact\" WHERE \"name\" = ?")) {
            select.setString(1, name);
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(rows.getString(1)) : Optional.empty();
            }
        }
    }

    private static void write(Connection connection, String sql, String value, String name)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            statement.setString(1, value);
            statement.setString(2, name);
            statement.executeUpdate();
        }
    }
}
