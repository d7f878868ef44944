package dev.berth.actors.journal;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.Aggregate;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads the journal in the order in which it was written, from a position on. Every call blocks;
 * run it on {@link Database#threads}.
 */
public final class JournalTail {

    private static final String AFTER =
            " AND \"ordering\" > ? ORDER BY \"ordering\" FETCH FIRST ? ROWS ONLY";

    private static final String PLACES =
            "SELECT \"ordering\", \"persistence_id\", \"sequence_number\", \"write_timestamp\" FROM"
                    + " \"event_journal\" WHERE \"deleted\" = FALSE"
                    + AFTER;

    private static final String ENTRIES =
            JournalReader.LIGHT_EVENTS.replace(
                            " FROM \"event_journal\"",
                            ", \"write_timestamp\" FROM \"event_journal\"")
                    + AFTER;

    private static final String SNAPSHOT =
            "SELECT \"sequence_number\", \"persistence_id\", \"snapshot_ser_manifest\","
                    + " \"snapshot_payload\" FROM \"snapshot\" WHERE \"persistence_id\" = ? AND"
                    + " \"sequence_number\" <= ? ORDER BY \"sequence_number\" DESC FETCH FIRST 1 ROWS"
                    + " ONLY";

    private static final String HISTORY =
            JournalReader.LIGHT_EVENTS
                    + " AND \"persistence_id\" = ? AND \"sequence_number\" > ? AND"
                    + " \"sequence_number\" <= ? ORDER BY \"sequence_number\"";

    /** Where a row is, and when it was written. */
    public record Place(
            long ordering, EntityAddress<?> address, long sequenceNumber, Instant writtenAt) {}

    /** A row. */
    public record Entry(
            long ordering,
            EntityAddress<?> address,
            long sequenceNumber,
            Aggregate.Event event,
            Instant writtenAt) {}

    private final Database database;

    public JournalTail(Database database) {
        this.database = database;
    }

    /** The position of the newest row, 0 where there is none. */
    public long newest() throws SQLException {
        try (var connection = database.source().getConnection();
                var select =
                        connection.prepareStatement(
                                "SELECT MAX(\"ordering\") FROM \"event_journal\"");
                var rows = select.executeQuery()) {
            return rows.next() ? rows.getLong(1) : 0;
        }
    }

    /** The first rows after a position, at most so many, without what they hold. */
    public List<Place> placesAfter(long ordering, int max) throws SQLException {
        try (var connection = database.source().getConnection();
                var select = prepare(connection, PLACES, ordering, max);
                var rows = select.executeQuery()) {
            var places = new ArrayList<Place>();
            while (rows.next()) {
                places.add(
                        new Place(
                                rows.getLong(1),
                                JournalReader.address(rows),
                                rows.getLong(3),
                                Instant.ofEpochMilli(rows.getLong(4))));
            }
            return places;
        }
    }

    /** The first rows after a position, at most so many. */
    public List<Entry> entriesAfter(long ordering, int max) throws SQLException {
        try (var connection = database.source().getConnection();
                var select = prepare(connection, ENTRIES, ordering, max);
                var rows = select.executeQuery()) {
            var entries = new ArrayList<Entry>();
            while (rows.next()) {
                var event =
                        (Aggregate.Event)
                                JournalReader.decode(rows, rows.getString(4), rows.getBytes(5));
                entries.add(
                        new Entry(
                                rows.getLong(1),
                                JournalReader.address(rows),
                                rows.getLong(3),
                                event,
                                Instant.ofEpochMilli(rows.getLong(6))));
            }
            return entries;
        }
    }

    private static PreparedStatement prepare(
            Connection connection, String sql, long ordering, int max) throws SQLException {
        var select = connection.prepareStatement(sql);
        select.setLong(1, ordering);
        select.setInt(2, max);
        return select;
    }

    /**
     * The state of an aggregate after its event of this number; empty where the rows that led to it
     * are deleted.
     */
    public Optional<Aggregate.State> stateAt(EntityAddress<?> address, long sequenceNumber)
            throws SQLException {
        var kind = address.kind();
        if (sequenceNumber == 0) {
            return Optional.of(kind.decider().initial());
        }
        try (var connection = database.source().getConnection()) {
            var found = kind.snapshots() ? snapshot(connection, address, sequenceNumber) : null;
            var from = found == null ? new Versioned(0, kind.decider().initial()) : found;
            return history(connection, address, from, sequenceNumber);
        }
    }

    private record Versioned(long sequenceNumber, Aggregate.State state) {}

    private static Versioned snapshot(
            Connection connection, EntityAddress<?> address, long sequenceNumber)
            throws SQLException {
        try (var select = connection.prepareStatement(SNAPSHOT)) {
            select.setString(1, address.persistenceId());
            select.setLong(2, sequenceNumber);
            try (var rows = select.executeQuery()) {
                return rows.next()
                        ? new Versioned(
                                rows.getLong(1),
                                (Aggregate.State)
                                        JournalReader.decode(
                                                rows, rows.getString(3), rows.getBytes(4)))
                        : null;
            }
        }
    }

    private static Optional<Aggregate.State> history(
            Connection connection, EntityAddress<?> address, Versioned from, long sequenceNumber)
            throws SQLException {
        var reached = from.sequenceNumber();
        var state = from.state();
        try (var select = connection.prepareStatement(HISTORY)) {
            select.setString(1, address.persistenceId());
            select.setLong(2, reached);
            select.setLong(3, sequenceNumber);
            try (var rows = select.executeQuery()) {
                while (rows.next()) {
                    var event =
                            (Aggregate.Event)
                                    JournalReader.decode(rows, rows.getString(4), rows.getBytes(5));
                    var next = rows.getLong(3);
                    if (next != reached + 1 && !(reached == 0 && ends(address.kind(), event))) {
                        return Optional.empty();
                    }
                    state = address.kind().evolve(state, event);
                    reached = next;
                }
            }
        }
        return reached == sequenceNumber ? Optional.of(state) : Optional.empty();
    }

    /** Of a name that was forgotten only the last row stays, which leads to the same state. */
    private static boolean ends(AggregateKind<?, ?, ?> kind, Aggregate.Event event) {
        return kind.retention().endings().stream()
                .anyMatch(ending -> ending.event().isInstance(event));
    }
}
