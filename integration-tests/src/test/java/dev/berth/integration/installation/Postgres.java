package dev.berth.integration.installation;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.SQLException;

/** A real PostgreSQL for this run, with an empty database for whoever asks. */
public final class Postgres implements AutoCloseable {
    private final EmbeddedPostgres postgres;
    private int databases;

    private Postgres(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    public static Postgres start(Path workspace) {
        try {
            return new Postgres(
                    EmbeddedPostgres.builder()
                            .setOverrideWorkingDirectory(workspace.resolve("postgres").toFile())
                            .setServerConfig("max_connections", "300")
                            .start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public synchronized Database create() {
        var name = "berth" + ++databases;
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        var url = "jdbc:postgresql://localhost:%d/%s".formatted(postgres.getPort(), name);
        return () ->
                """
                persistence.url = "%s"
                persistence.user = postgres
                persistence.password = postgres
                """
                        .formatted(url);
    }

    /** The number that a query of one row and column answers with, on the newest database. */
    public synchronized long number(String query) {
        try (var connection =
                        postgres.getDatabase("postgres", "berth" + databases).getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
