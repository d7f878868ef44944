package dev.berth.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.TestDatabase;
import dev.berth.actors.entity.AggregateKind;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tasks of a long journal are found by an index, whatever the database and its collation. */
class PastTasksPlanTest {
    private static final int ROWS = 30_000;
    private static final String FIRST = AggregateKind.TASK.at("blue", "00ab").persistenceId();
    private static final String COLUMNS =
            "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"writer\","
                    + " \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
                    + " \"event_ser_id\", \"event_ser_manifest\") ";

    @TempDir Path folder;

    @Test
    void theEmbeddedDatabaseUsesAnIndex() throws Exception {
        try (var database = Database.open(TestDatabase.H2.fresh(folder));
                var connection = database.source().getConnection()) {
            fill(
                    connection,
                    "SELECT ? || LPAD(CAST(X AS VARCHAR), 8, '0'), 1, '', 0, '', X'00', 7070, 'x'"
                            + " FROM SYSTEM_RANGE(1, ?)");

            assertThat(plan(connection))
                    .containsPattern("EVENT_JOURNAL|event_journal")
                    .contains("\"persistence_id\" >= ?1")
                    .doesNotContain("tableScan");
        }
    }

    @Test
    void postgresqlUsesAnIndexUnderEveryCollation() throws Exception {
        for (var locale : List.of("", "en-US", "da")) {
            try (var database = Database.open(inLocale(locale));
                    var connection = database.source().getConnection()) {
                fill(
                        connection,
                        "SELECT ? || lpad(to_hex(x), 8, '0'), 1, '', 0, '', '\\x00'::bytea, 7070,"
                                + " 'x' FROM generate_series(1, ?) AS x");
                execute(connection, "ANALYZE \"event_journal\"");

                assertThat(plan(connection))
                        .as(locale)
                        .contains("Index Cond:")
                        .doesNotContain("Seq Scan");
                // Danish sorts "aa" behind "z".
                assertThat(new PastTasks(database).idsThatBegin("blue", "00001a", 5_000))
                        .as(locale)
                        .hasSize(0x100)
                        .isSorted();
            }
        }
    }

    private DatabaseSettings inLocale(String locale) throws SQLException {
        var settings = TestDatabase.POSTGRESQL.fresh(folder);
        if (locale.isEmpty()) {
            return settings;
        }
        var name = settings.url().substring(settings.url().lastIndexOf('/') + 1) + "_icu";
        try (var connection =
                DriverManager.getConnection(settings.url(), settings.user(), settings.password())) {
            execute(
                    connection,
                    "CREATE DATABASE %s TEMPLATE template0 LOCALE_PROVIDER icu ICU_LOCALE '%s'"
                            .formatted(name, locale));
        }
        return new DatabaseSettings(settings.url() + "_icu", settings.user(), settings.password());
    }

    private static void fill(Connection connection, String rows) throws SQLException {
        try (var insert = connection.prepareStatement(COLUMNS + rows)) {
            insert.setString(1, AggregateKind.TASK.at("blue", "").persistenceId());
            insert.setInt(2, ROWS);
            insert.executeUpdate();
        }
    }

    private static void execute(Connection connection, String statement) throws SQLException {
        try (var run = connection.createStatement()) {
            run.execute(statement);
        }
    }

    private static String plan(Connection connection) throws SQLException {
        try (var explain = connection.prepareStatement("EXPLAIN " + PastTasks.IDS_THAT_BEGIN)) {
            explain.setString(1, FIRST);
            explain.setString(2, FIRST + "g");
            try (var rows = explain.executeQuery()) {
                var lines = new ArrayList<String>();
                while (rows.next()) {
                    lines.add(rows.getString(1));
                }
                return String.join("\n", lines);
            }
        }
    }
}
