package dev.berth.actors.journal;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database with its current schema, and a small connection pool for everything except Pekko's
 * journal: the fold at start, client tokens, server facts.
 *
 * <p>Its threads are platform threads and are never interrupted, because an interrupt inside H2
 * closes the whole database.
 */
public final class Database implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Database.class);
    private static final int THREADS = 4;

    /** Two more than threads: for client tokens and for health checks. */
    private static final int CONNECTIONS = THREADS + 2;

    /** The error code {@code DATABASE_IS_CLOSED} of H2. */
    private static final int H2_IS_CLOSED = 90_098;

    static final String SCHEMA_TABLE = "berth_schema";

    private final DatabaseSettings settings;
    private final HikariDataSource pool;
    private final ExecutorService threads;

    private Database(DatabaseSettings settings, HikariDataSource pool) {
        this.settings = settings;
        this.pool = pool;
        this.threads =
                Executors.newFixedThreadPool(
                        THREADS, Thread.ofPlatform().name("berth-jdbc-", 0).daemon().factory());
    }

    /**
     * Opens the database and applies missing schema scripts.
     *
     * @throws RuntimeException if it cannot be reached, or has a schema of a newer version
     */
    public static Database open(DatabaseSettings settings) {
        DatabaseFile.protect(settings);
        var config = new HikariConfig();
        config.setPoolName("berth");
        switch (settings.vendor()) {
            case H2 -> {
                config.setJdbcUrl(settings.completeUrl());
                config.setDriverClassName(settings.vendor().driver());
                config.setUsername(settings.user());
                config.setPassword(settings.password());
            }
            case POSTGRESQL -> {
                var source = new RetryingDataSource();
                source.setUrl(settings.completeUrl());
                source.setUser(settings.user());
                source.setPassword(settings.password());
                config.setDataSource(source);
            }
        }
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(2_000);
        var pool = new HikariDataSource(config);
        try {
            Flyway.configure()
                    .dataSource(pool)
                    .locations(settings.vendor().scripts())
                    .table(SCHEMA_TABLE)
                    .baselineOnMigrate(false)
                    .load()
                    .migrate();
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
        return new Database(settings, pool);
    }

    public DatabaseSettings settings() {
        return settings;
    }

    DataSource source() {
        return pool;
    }

    /** The threads for blocking database access. */
    public ExecutorService threads() {
        return threads;
    }

    /**
     * Whether the embedded database has closed itself, as it does when its file cannot be written.
     * Its connections then look valid, but cannot be used. Only another process can open the
     * database again. Blocks.
     */
    public boolean isLost() {
        if (settings.vendor() != DatabaseSettings.Vendor.H2) {
            return false;
        }
        try (var connection = pool.getConnection();
                var statement = connection.createStatement()) {
            statement.execute("SELECT 1");
            return false;
        } catch (SQLException e) {
            return e.getErrorCode() == H2_IS_CLOSED;
        }
    }

    /** Whether the database answers. Blocks for at most a second once it has a connection. */
    public boolean answers() {
        try (var connection = pool.getConnection()) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Call it after the journal has stopped. H2 compacts its file here. */
    @Override
    public void close() {
        threads.shutdown();
        pool.close();
        if (settings.vendor() == DatabaseSettings.Vendor.H2) {
            compact();
        }
    }

    private void compact() {
        try (var connection =
                        DriverManager.getConnection(
                                settings.completeUrl(), settings.user(), settings.password());
                var statement = connection.createStatement()) {
            statement.execute("SHUTDOWN COMPACT");
        } catch (SQLException e) {
            LOG.warn("The database file was not compacted: {}", e.getMessage());
        }
        DatabaseFile.protect(settings); // compacting creates a new file
    }
}
