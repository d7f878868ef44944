package dev.berth.actors.journal;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.RetentionRule;
import dev.berth.domain.task.TaskEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reads the rows of tasks. The rows are found by the index over names and read in pages, so neither
 * the size of the journal nor the number of stopped tasks matters. Every call blocks.
 */
public final class TaskRows {

    private static final int PAGE = 1_000;

    private static final String ROWS_NAMED =
            "SELECT \"ordering\", \"persistence_id\", \"event_ser_manifest\", \"event_payload\""
                    + " FROM \"event_journal\" WHERE \"event_ser_manifest\" = ?"
                    + " AND \"ordering\" > ? ORDER BY \"ordering\" LIMIT ?";

    private static final String RANK =
            "SELECT \"ordering\" FROM \"event_journal\" WHERE \"event_ser_manifest\" = ?"
                    + " ORDER BY \"ordering\" DESC OFFSET ? ROWS FETCH NEXT 1 ROWS ONLY";

    private static final String DELETE_STRAYS =
            "DELETE FROM \"event_journal\" WHERE \"event_ser_manifest\" = ? AND NOT EXISTS"
                    + " (SELECT 1 FROM \"event_journal\" f WHERE f.\"persistence_id\" ="
                    + " \"event_journal\".\"persistence_id\" AND f.\"sequence_number\" = 1)";

    /** Receives one page of ended tasks, oldest first; returns whether it needs another page. */
    public interface Reader {
        boolean page(List<Ended> ended) throws SQLException;
    }

    private interface RowReader {
        void row(ResultSet row) throws SQLException;
    }

    /**
     * A task that has ended.
     *
     * @param ordering the position of the row that ended it; tasks that ended later have higher
     *     ones
     * @param launched whether it was launched; an abandoned task has no history to show
     */
    public record Ended(EntityAddress<?> task, long ordering, Instant at, boolean launched) {}

    private final Database database;
    private final int page;

    public TaskRows(Database database) {
        this(database, PAGE);
    }

    TaskRows(Database database, int page) {
        this.database = database;
        this.page = page;
    }

    /**
     * All ended tasks that still have rows; abandoned tasks come last.
     *
     * @throws IllegalStateException if a row cannot be read
     */
    public void ended(Reader reader) throws SQLException {
        for (var ending : AggregateKind.TASK.retention().endings()) {
            for (var manifest : EventTable.manifests(List.of(ending.event()))) {
                ended(ending, manifest, reader);
            }
        }
    }

    private void ended(RetentionRule.Ending<?> ending, String manifest, Reader reader)
            throws SQLException {
        var after = Long.MIN_VALUE;
        while (true) {
            var ended = new ArrayList<Ended>();
            readPage(
                    manifest,
                    after,
                    row ->
                            ended.add(
                                    new Ended(
                                            EntityAddress.parse(row.getString(2)),
                                            row.getLong(1),
                                            ending.at(decode(row)),
                                            ending.isPast())));
            if (ended.isEmpty() || !reader.page(ended)) {
                return;
            }
            after = ended.getLast().ordering();
        }
    }

    /**
     * The position in the journal after which exactly this number of tasks ended; {@link
     * Long#MIN_VALUE} if fewer tasks have ended.
     */
    public long placeOfNewest(int number) throws SQLException {
        try (var connection = database.source().getConnection();
                var select = connection.prepareStatement(RANK)) {
            select.setString(1, EventTable.manifest(TaskEvent.Stopped.class).orElseThrow());
            select.setInt(2, number);
            try (var rows = select.executeQuery()) {
                return rows.next() ? rows.getLong(1) : Long.MIN_VALUE;
            }
        }
    }

    /** Reads a page of the rows with one name after a position; returns the number of rows. */
    private int readPage(String manifest, long after, RowReader reader) throws SQLException {
        try (var connection = database.source().getConnection();
                var select = connection.prepareStatement(ROWS_NAMED)) {
            select.setString(1, manifest);
            select.setLong(2, after);
            select.setInt(3, page);
            try (var rows = select.executeQuery()) {
                var read = 0;
                while (rows.next()) {
                    reader.row(rows);
                    read++;
                }
                return read;
            }
        }
    }

    private static Object decode(ResultSet row) throws SQLException {
        return JournalCodec.decode(row.getString(3), row.getBytes(4));
    }

    /**
     * Deletes post-mortems of tasks without other rows, which an entity that was still running has
     * persisted after the deletion. Returns their number.
     */
    public int deleteStrayPostMortems() throws SQLException {
        try (var connection = database.source().getConnection();
                var delete = connection.prepareStatement(DELETE_STRAYS)) {
            delete.setString(1, EventTable.manifest(TaskEvent.Examined.class).orElseThrow());
            return delete.executeUpdate();
        }
    }

    /** Of these task ids, those that client tokens name. */
    public Set<String> namedByTokens(Set<String> ids) throws SQLException {
        var named = new HashSet<String>();
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false); // PostgreSQL streams only within a transaction
            try (var select =
                    connection.prepareStatement("SELECT \"task_ids\" FROM \"client_token\"")) {
                select.setFetchSize(PAGE);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        for (var id : rows.getString(1).split(",")) {
                            if (ids.contains(id)) {
                                named.add(id);
                            }
                        }
                    }
                }
            }
            connection.rollback();
        }
        return named;
    }

    /**
     * Of these task definitions, by {@code family:revision}, those that no task with rows refers
     * to.
     */
    public Set<String> withoutReference(Set<String> definitions) throws SQLException {
        var left = new HashSet<>(definitions);
        for (var manifest : EventTable.manifests(List.of(TaskEvent.Launched.class))) {
            var after = new long[] {Long.MIN_VALUE};
            var read = page;
            while (read == page && !left.isEmpty()) {
                read =
                        readPage(
                                manifest,
                                after[0],
                                row -> {
                                    after[0] = row.getLong(1);
                                    var spec = ((TaskEvent.Launched) decode(row)).spec();
                                    left.remove(spec.family() + ":" + spec.revision());
                                });
            }
        }
        return left;
    }
}
