package dev.berth.actors.journal;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.Given;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that cannot read its whole journal does not start, and says which row it is. */
class UnreadableJournalTest {

    @TempDir static Path original;
    @TempDir Path folder;

    @BeforeAll
    static void aJournalWithAClusterAndAnInstance() throws Exception {
        try (var plane = start(open(original))) {
            Given.cluster(plane, "default");
            Given.instance(plane, "default", "i1", 100, 100);
        }
    }

    @BeforeEach
    void aCopyOfIt() throws IOException {
        Files.copy(original.resolve("berth.mv.db"), folder.resolve("berth.mv.db"));
    }

    private static Database open(Path folder) {
        return Database.open(DatabaseSettings.h2(folder.resolve("berth")));
    }

    private static ControlPlane start(Database database) throws SQLException {
        return ControlPlane.start(
                database,
                Retention.shown(Duration.ofHours(1)),
                new DefaultPlacement(),
                InstantSource.system(),
                ConfigFactory.empty());
    }

    @Test
    void anUnknownNameRefusesTheStartNamingItsRow() throws Exception {
        try (var database = open(folder)) {
            change(database, "\"event_ser_manifest\" = 'instance.registered/99'");
            assertThatThrownBy(() -> start(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ContainerInstance|default/i1")
                    .hasMessageContaining("sequence number 1")
                    .hasMessageContaining("'instance.registered/99'");
        }
    }

    @Test
    void aDamagedRowRefusesTheStartNamingIt() throws Exception {
        try (var database = open(folder)) {
            change(database, "\"event_payload\" = X'FFFF'");
            assertThatThrownBy(() -> start(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("ContainerInstance|default/i1")
                    .hasMessageContaining("sequence number 1")
                    .hasMessageContaining("instance.registered/1");
        }
    }

    @Test
    void anUnknownKindOfAggregateRefusesTheStartNamingItsRow() throws Exception {
        try (var database = open(folder)) {
            change(database, "\"persistence_id\" = 'Volume|default/web'");
            assertThatThrownBy(() -> start(database))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("Volume|default/web")
                    .hasMessageContaining("sequence number 1")
                    .hasMessageContaining("No kind of aggregate is named Volume");
        }
    }

    private static void change(Database database, String assignment) throws SQLException {
        try (var connection = database.source().getConnection();
                var statement = connection.createStatement()) {
            var changed =
                    statement.executeUpdate(
                            "UPDATE \"event_journal\" SET "
                                    + assignment
                                    + " WHERE \"persistence_id\" = 'ContainerInstance|default/i1'");
            if (changed != 1) {
                throw new AssertionError("Changed " + changed + " rows");
            }
        }
    }
}
