package dev.berth.actors.journal;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/**
 * The settings that are fixed at the first start, such as account id and region, and the epochs of
 * the server.
 */
public final class ServerFacts {

    private static final String UNIQUE_VIOLATION = "23505";

    private final Database database;

    public ServerFacts(Database database) {
        this.database = database;
    }

    /** Stores the value under this name unless there is one, and returns the stored value. */
    public String keep(String name, String value) throws SQLException {
        try (var connection = database.source().getConnection()) {
            return keep(connection, name, value);
        }
    }

    private static String keep(Connection connection, String name, String value)
            throws SQLException {
        var kept = read(connection, name);
        if (kept.isPresent()) {
            return kept.get();
        }
        try {
            write(
                    connection,
                    "INSERT INTO \"server_fact\" (\"content\", \"name\") VALUES (?, ?)",
                    value,
                    name);
            return value;
        } catch (SQLException e) {
            if (UNIQUE_VIOLATION.equals(e.getSQLState())) {
                return keep(connection, name, value); // another transaction has stored it
            }
            throw e;
        }
    }

    /** The stored value of this name. */
    public Optional<String> find(String name) throws SQLException {
        try (var connection = database.source().getConnection()) {
            return read(connection, name);
        }
    }

    /** Stores the value under this name and replaces a stored one. */
    public void put(String name, String value) throws SQLException {
        try (var connection = database.source().getConnection()) {
            var updated =
                    write(
                            connection,
                            "UPDATE \"server_fact\" SET \"content\" = ? WHERE \"name\" = ?",
                            value,
                            name);
            if (updated == 0 && !keep(connection, name, value).equals(value)) {
                put(name, value); // another transaction was first
            }
        }
    }

    /** A unique number, higher than all numbers that were claimed under this name before. */
    public long claimEpoch(String name) throws SQLException {
        try (var connection = database.source().getConnection()) {
            while (true) {
                var last = keep(connection, name, "0");
                var next = Long.toString(Long.parseLong(last) + 1);
                var claimed =
                        write(
                                connection,
                                "UPDATE \"server_fact\" SET \"content\" = ? WHERE \"name\" = ?"
                                        + " AND \"content\" = ?",
                                next,
                                name,
                                last);
                if (claimed == 1) {
                    return Long.parseLong(next);
                }
            }
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

    private static int write(Connection connection, String sql, String... values)
            throws SQLException {
        try (var statement = connection.prepareStatement(sql)) {
            for (var i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            return statement.executeUpdate();
        }
    }
}
