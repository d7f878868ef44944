package dev.berth.actors.journal;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Kept;
import dev.berth.domain.task.TaskEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What the journal says of tasks. Every call blocks. */
public final class TaskRows {

    private static final String DELETE_STRAYS =
            "DELETE FROM \"event_journal\" WHERE \"event_ser_manifest\" = ? AND NOT EXISTS"
                    + " (SELECT 1 FROM \"event_journal\" f WHERE f.\"persistence_id\" ="
                    + " \"event_journal\".\"persistence_id\" AND f.\"sequence_number\" = 1)";

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
            try (var select =
                    connection.prepareStatement(
                            select(
                                    AggregateKind.TASK.kept().endings().stream()
                                            .map(Kept.Ending::event)
                                            .toList()))) {
                select.setFetchSize(1_000);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        var task = EntityAddress.parse(rows.getString(1));
                        var event = JournalCodec.decode(rows.getString(2), rows.getBytes(3));
                        ended.add(ended(task, event));
                    }
                }
            }
            connection.rollback();
        }
        return ended;
    }

    private static Ended ended(EntityAddress<?> task, Object event) {
        return task.kind().kept().endings().stream()
                .filter(ending -> ending.event().isInstance(event))
                .map(ending -> new Ended(task, ending.at(event), ending.isPast()))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        task + " cannot end with " + event.getClass()));
    }

    private static String select(List<? extends Class<?>> events) {
        var manifests =
                EventTable.manifests(events).stream()
                        .sorted()
                        .map(manifest -> "'" + manifest + "'")
                        .collect(Collectors.joining(", "));
        return "SELECT \"persistence_id\", \"event_ser_manifest\", \"event_payload\""
                + " FROM \"event_journal\" WHERE \"event_ser_manifest\" IN ("
                + manifests
                + ")";
    }

    /**
     * Deletes post-mortems of tasks that have no other rows: what an actor that still lived took
     * after those were deleted. How many there were.
     */
    public int deleteStrayPostMortems() throws SQLException {
        try (var connection = database.source().getConnection();
                var delete = connection.prepareStatement(DELETE_STRAYS)) {
            delete.setString(1, EventTable.manifest(TaskEvent.Examined.class).orElseThrow());
            return delete.executeUpdate();
        }
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

    /** The task definitions, by {@code family:revision}, of all tasks that have rows. */
    public Set<String> definitions() throws SQLException {
        var definitions = new HashSet<String>();
        try (var connection = database.source().getConnection()) {
            connection.setAutoCommit(false); // PostgreSQL streams only within a transaction
            try (var select =
                    connection.prepareStatement(select(List.of(TaskEvent.Launched.class)))) {
                select.setFetchSize(1_000);
                try (var rows = select.executeQuery()) {
                    while (rows.next()) {
                        var event = JournalCodec.decode(rows.getString(2), rows.getBytes(3));
                        var spec = ((TaskEvent.Launched) event).spec();
                        definitions.add(spec.family() + ":" + spec.revision());
                    }
                }
            }
            connection.rollback();
        }
        return definitions;
    }
}
