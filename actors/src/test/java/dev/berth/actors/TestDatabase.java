package dev.berth.actors;

import dev.berth.actors.journal.DatabaseSettings;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.UUID;

/** The databases that a journal can be in, real ones. */
public enum TestDatabase {
    H2 {
        @Override
        public DatabaseSettings fresh(Path folder) {
            return DatabaseSettings.h2(folder.resolve("berth"));
        }
    },
    POSTGRESQL {
        @Override
        public DatabaseSettings fresh(Path folder) throws SQLException {
            var name = "berth_" + UUID.randomUUID().toString().replace('-', '_');
            try (var connection = Server.POSTGRES.getPostgresDatabase().getConnection();
                    var statement = connection.createStatement()) {
                statement.execute("CREATE DATABASE " + name);
            }
            return new DatabaseSettings(
                    "jdbc:postgresql://localhost:" + Server.POSTGRES.getPort() + "/" + name,
                    "postgres",
                    "postgres");
        }
    };

    /** One that holds nothing yet. */
    public abstract DatabaseSettings fresh(Path folder) throws SQLException;

    /** Started when it is first needed; it stops itself when the JVM does. */
    private static final class Server {
        private static final EmbeddedPostgres POSTGRES = start();

        private static EmbeddedPostgres start() {
            try {
                return EmbeddedPostgres.builder().setServerConfig("max_connections", "200").start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
