package dev.berth.actors.journal;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.task.TaskEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The journal's rows of tasks that are over. Every call blocks. */
public final class TaskRows {

    /** So many tasks lose their rows in one transaction. */
    private static final int BATCH = 200;

    /**
     * A task that is over.
     *
     * @param launched whether it ever ran; one that was given up before has no past to show
     */
    public record Ended(EntityAddress<?> task, Instant at, boolean launched) {}

    private final Database database;

    public TaskRows(Database database) {
        this.database = database;
    }

    /**
     * Every task that is over and still has rows.
     *
     * @throws IllegalStateException where a row cannot be read
     */
    public List<Ended> ended() throws SQLException {
        var ended = new ArrayList<Ended>();
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false); // PostgreSQL streams only within a transaction
            try (var select = connection.prepareStatement(selectEnded())) {
                select.setFetchSize(1_000);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        var task = EntityAddress.parse(rows.getString(1));
                        ended.add(
                                switch (JournalCodec.decode(rows.getString(2), rows.getBytes(3))) {
                                    case TaskEvent.Stopped stopped ->
                                            new Ended(task, stopped.at(), true);
                                    case TaskEvent.Abandoned abandoned ->
                                            new Ended(task, abandoned.at(), false);
                                    case Object other ->
                                            throw new IllegalStateException(
                                                    task + " cannot end with " + other.getClass());
                                });
                    }
                }
            }
            connection.rollback();
        }
        return ended;
    }

    private static String selectEnded() {
        var manifests =
                EventTable.ENTRIES.stream()
                        .filter(
                                entry ->
                                        entry.type() == TaskEvent.Stopped.class
                                                || entry.type() == TaskEvent.Abandoned.class)
                        .map(entry -> "'" + entry.manifest() + "'")
                        .collect(Collectors.joining(", "));
        return "SELECT \"persistence_id\", \"event_ser_manifest\", \"event_payload\""
                + " FROM \"event_journal\" WHERE \"event_ser_manifest\" IN ("
                + manifests
                + ")";
    }

    /** The ids of the tasks that client tokens name. */
    public Set<String> namedByTokens() throws SQLException {
        var ids = new HashSet<String>();
        try (var connection = database.source().getConnection();
                var select =
                        connection.prepareStatement("SELECT \"task_ids\" FROM \"client_token\"");
                var rows = select.executeQuery()) {
            while (rows.next()) {
                ids.addAll(List.of(rows.getString(1).split(",")));
            }
        }
        return ids;
    }

    /** Deletes all rows of these tasks, those of one task in one transaction. */
    public int delete(List<EntityAddress<?>> tasks) throws SQLException {
        var deleted = 0;
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false);
            for (var from = 0; from < tasks.size(); from += BATCH) {
                try {
                    deleted += delete(connection, tasks.subList(from, end(from, tasks)));
                    connection.commit();
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                }
            }
        }
        return deleted;
    }

    private static int end(int from, Collection<?> tasks) {
        return Math.min(from + BATCH, tasks.size());
    }

    private static int delete(Connection connection, List<EntityAddress<?>> tasks)
            throws SQLException {
        try (var delete =
                connection.prepareStatement(
                        "DELETE FROM \"event_journal\" WHERE \"persistence_id\" = ?")) {
            for (var task : tasks) {
                delete.setString(1, task.persistenceId());
                delete.addBatch();
            }
            var deleted = 0;
            for (var rows : delete.executeBatch()) {
                deleted += rows;
            }
            return deleted;
        }
    }
}
