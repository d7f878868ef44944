package dev.berth.actors.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.TestDatabase;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.TaskRows.Ended;
import dev.berth.domain.task.StopCode;
import dev.berth.domain.task.TaskEvent;
import dev.berth.domain.task.Tasks;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Rows are read in pages of ten here. */
@ParameterizedClass
@EnumSource(TestDatabase.class)
class TaskRowsTest {

    @TempDir Path folder;
    @Parameter TestDatabase vendor;
    private Database database;
    private TaskRows rows;

    @BeforeEach
    void open() throws SQLException {
        database = Database.open(vendor.fresh(folder));
        rows = new TaskRows(database, 10);
        for (var i = 0; i < 25; i++) {
            write(i, 1, new TaskEvent.Launched(Tasks.spec("t" + i, "i1"), Instant.EPOCH));
            write(i, 2, new TaskEvent.Stopped(null, StopCode.USER_INITIATED, null, at(i)));
        }
        write(25, 1, new TaskEvent.Abandoned(at(25)));
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static Instant at(int number) {
        return Instant.EPOCH.plusSeconds(number);
    }

    private void write(int task, int number, TaskEvent event) throws SQLException {
        try (var connection = database.source().getConnection();
                var insert =
                        connection.prepareStatement(
                                "INSERT INTO \"event_journal\" (\"persistence_id\","
                                        + " \"sequence_number\", \"writer\", \"write_timestamp\","
                                        + " \"adapter_manifest\", \"event_payload\","
                                        + " \"event_ser_id\", \"event_ser_manifest\")"
                                        + " VALUES (?, ?, '', 0, '', ?, 7070, ?)")) {
            insert.setString(1, AggregateKind.TASK.at("c", "t" + task).persistenceId());
            insert.setLong(2, number);
            insert.setBytes(3, JournalCodec.encode(event));
            insert.setString(4, JournalCodec.manifest(event));
            insert.executeUpdate();
        }
    }

    private List<Ended> read(int pages) throws SQLException {
        var read = new ArrayList<Ended>();
        rows.ended(
                page -> {
                    read.addAll(page);
                    return read.size() < pages * 10;
                });
        return read;
    }

    @Test
    void endedTasksComeOldestFirstWhateverTheSizeOfAPage() throws Exception {
        var ended = read(100);
        assertThat(ended).hasSize(26);
        assertThat(ended.subList(0, 25))
                .allMatch(Ended::launched)
                .extracting(Ended::at)
                .isSorted()
                .doesNotHaveDuplicates();
        assertThat(ended.getLast().launched()).isFalse();
    }

    @Test
    void noPageIsReadThatNobodyWants() throws Exception {
        assertThat(read(1)).as("a page of those that ran, and those that never did").hasSize(11);
    }

    @Test
    void theNewestAreCountedByTheirPlace() throws Exception {
        var place = rows.placeOfNewest(20);
        assertThat(read(100)).filteredOn(t -> t.launched() && t.ordering() <= place).hasSize(5);
        assertThat(rows.placeOfNewest(25)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void definitionsOfTasksWithRowsAreReferredTo() throws Exception {
        var spec = Tasks.spec("t", "i1");
        var used = spec.family() + ":" + spec.revision();
        assertThat(rows.withoutReference(Set.of(used, "other:1"))).containsExactly("other:1");
        assertThat(rows.withoutReference(Set.of())).isEmpty();
    }
}
