package dev.berth.actors.journal;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.task.PostMortem;
import dev.berth.domain.task.Task;
import dev.berth.domain.task.TaskEvent;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads tasks from the journal, including tasks that the views do not contain any more. Every call
 * blocks; run it on {@link Database#threads}.
 */
public final class PastTasks {
    private static final int MOST_ROWS = 2_000;
    private static final String BEHIND_HEXADECIMAL = "g";

    /** A range, so that the index can be used; ids are hexadecimal. */
    static final String IDS_THAT_BEGIN =
            "SELECT \"persistence_id\" FROM \"event_journal\" WHERE \"sequence_number\" = 1 AND"
                    + " \"persistence_id\" >= ? AND \"persistence_id\" < ? ORDER BY"
                    + " \"persistence_id\"";

    /**
     * A task and the post-mortem of its containers.
     *
     * @param postMortem null if there is none (yet)
     */
    public record Past(Task.Launched task, PostMortem postMortem) {}

    private final Database database;
    private final JournalReader reader;

    public PastTasks(Database database) {
        this.database = database;
        this.reader = new JournalReader(database);
    }

    /**
     * The ids in a cluster with this prefix, in order.
     *
     * @param beginning hexadecimal digits
     * @param max the maximum number of ids
     */
    public List<String> idsThatBegin(String cluster, String beginning, int max)
            throws SQLException {
        try (var connection = database.source().getConnection();
                var select = connection.prepareStatement(IDS_THAT_BEGIN)) {
            var first = AggregateKind.TASK.at(cluster, beginning).persistenceId();
            select.setString(1, first);
            select.setString(2, first + BEHIND_HEXADECIMAL);
            select.setMaxRows(max);
            try (var rows = select.executeQuery()) {
                var ids = new ArrayList<String>();
                while (rows.next()) {
                    var id = rows.getString(1);
                    if (id.startsWith(first)) {
                        ids.add(id.substring(id.lastIndexOf('/') + 1));
                    }
                }
                return ids;
            }
        }
    }

    /** The task with this id, if it was launched and its rows still exist. */
    public Optional<Past> read(String cluster, String taskId) throws SQLException {
        var kind = AggregateKind.TASK;
        var task = kind.decider().initial();
        PostMortem postMortem = null;
        for (var row : reader.rows(kind.at(cluster, taskId), MOST_ROWS)) {
            task = kind.evolve(task, row.event());
            if (row.event() instanceof TaskEvent.Examined(var found, _)) {
                postMortem = found;
            }
        }
        return task instanceof Task.Launched launched
                ? Optional.of(new Past(launched, postMortem))
                : Optional.empty();
    }
}
