package dev.berth.actors.journal;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.family.FamilyEvent;
import dev.berth.domain.instance.InstanceEvent;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Aggregates with an event that makes all that happened before it superfluous: whoever begins to
 * read with it comes to the same state, but for what the API no longer shows. Every call blocks.
 */
public final class LastWords {

    /**
     * The newest such event of one aggregate.
     *
     * @param alone whether nothing stands before it any more
     */
    public record LastWord(EntityAddress<?> of, long sequenceNumber, Instant at, boolean alone) {}

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
                                    InstanceEvent.Deregistered.class,
                                    ClusterEvent.Forgotten.class,
                                    FamilyEvent.Forgotten.class)
                            .stream()
                            .sorted()
                            .map(manifest -> "'" + manifest + "'")
                            .collect(Collectors.joining(", "))
                    + ")";

    private final Database database;

    public LastWords(Database database) {
        this.database = database;
    }

    /**
     * In no particular order.
     *
     * @throws IllegalStateException where a row cannot be read
     */
    public List<LastWord> all() throws SQLException {
        var newest = new TreeMap<String, LastWord>();
        try (var connection = database.source().getConnection();
                var select = connection.prepareStatement(SELECT);
                var rows = select.executeQuery()) {
            while (rows.next()) {
                var word =
                        new LastWord(
                                EntityAddress.parse(rows.getString(1)),
                                rows.getLong(2),
                                at(rows.getString(3), rows.getBytes(4)),
                                rows.getInt(5) == 0);
                newest.merge(
                        rows.getString(1),
                        word,
                        (one, other) ->
                                one.sequenceNumber() > other.sequenceNumber() ? one : other);
            }
        }
        return List.copyOf(newest.values());
    }

    private static Instant at(String manifest, byte[] payload) {
        return switch (JournalCodec.decode(manifest, payload)) {
            case InstanceEvent.Deregistered deregistered -> deregistered.at();
            case ClusterEvent.Forgotten forgotten -> forgotten.at();
            case FamilyEvent.Forgotten forgotten -> forgotten.at();
            case Object other ->
                    throw new IllegalStateException(other.getClass() + " is nobody's last word");
        };
    }
}
