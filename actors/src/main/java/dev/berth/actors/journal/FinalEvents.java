package dev.berth.actors.journal;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.RetentionRule;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The events that end an aggregate and supersede all events before them: a reader that starts with
 * such an event reaches the same state, except for what the API does not show any more. Every call
 * blocks.
 */
public final class FinalEvents {

    /**
     * The newest such event of one aggregate.
     *
     * @param alone whether it is the first remaining row
     */
    public record FinalEvent(EntityAddress<?> of, long sequenceNumber, Instant at, boolean alone) {}

    private static final String SELECT =
            "SELECT e.\"persistence_id\", e.\"sequence_number\", e.\"event_ser_manifest\","
                    + " e.\"event_payload\","
                    + " CASE WHEN EXISTS (SELECT 1 FROM \"event_journal\" b WHERE"
                    + " b.\"persistence_id\" = e.\"persistence_id\""
                    + " AND b.\"sequence_number\" < e.\"sequence_number\")"
                    + " OR EXISTS (SELECT 1 FROM \"snapshot\" s WHERE"
                    + " s.\"persistence_id\" = e.\"persistence_id\""
                    + " AND s.\"sequence_number\" <= e.\"sequence_number\") THEN 1 ELSE 0 END"
                    + " FROM \"event_journal\" e WHERE e.\"event_ser_manifest\" IN ("
                    + EventTable.manifests(
                                    AggregateKind.ALL.stream()
                                            .flatMap(kind -> endings(kind.retention()))
                                            .map(RetentionRule.Ending::event)
                                            .toList())
                            .stream()
                            .sorted()
                            .map(manifest -> "'" + manifest + "'")
                            .collect(Collectors.joining(", "))
                    + ")";

    private final Database database;

    public FinalEvents(Database database) {
        this.database = database;
    }

    /**
     * The endings after which earlier rows are deleted, while the row of the end is kept for a
     * while.
     */
    private static Stream<? extends RetentionRule.Ending<?>> endings(
            RetentionRule<?, ?> retention) {
        return switch (retention) {
            case RetentionRule.WhileShown<?, ?>(var endings) -> endings.stream();
            case RetentionRule.WithItsName<?, ?>(var endings, _) -> endings.stream();
            case RetentionRule.AsHistory<?, ?> _,
                    RetentionRule.WhileReferred<?, ?> _,
                    RetentionRule.ForEver<?, ?> _ ->
                    Stream.empty();
        };
    }

    /**
     * In no particular order.
     *
     * @throws IllegalStateException if a row cannot be read
     */
    public List<FinalEvent> all() throws SQLException {
        var newest = new TreeMap<String, FinalEvent>();
        try (var connection = database.source().getConnection();
                var select = connection.prepareStatement(SELECT);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                var of = EntityAddress.parse(rows.getString(1));
                var found =
                        new FinalEvent(
                                of,
                                rows.getLong(2),
                                ending(of, rows.getString(3), rows.getBytes(4)),
                                rows.getInt(5) == 0);
                newest.merge(
                        rows.getString(1),
                        found,
                        (one, other) ->
                                one.sequenceNumber() > other.sequenceNumber() ? one : other);
            }
        }
        return List.copyOf(newest.values());
    }

    private static Instant ending(EntityAddress<?> of, String manifest, byte[] payload) {
        var event = JournalCodec.decode(manifest, payload);
        return of.kind().retention().endings().stream()
                .filter(ending -> ending.event().isInstance(event))
                .map(ending -> ending.at(event))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(manifest + " ends no " + of));
    }
}
