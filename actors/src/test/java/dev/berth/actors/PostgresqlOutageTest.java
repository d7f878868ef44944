package dev.berth.actors;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.journal.JournalCodec;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.UnavailableException;
import dev.berth.domain.instance.InstanceCommand.ReserveSequence;
import dev.berth.domain.tag.TagChange;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskDefinitionCommand;
import dev.berth.domain.taskdefinition.TaskDefinitionEvent;
import dev.berth.domain.taskdefinition.TaskShape;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The database server stops and comes back; what is logged of its failures. */
class PostgresqlOutageTest {

    private static final int REFUSALS = 30;
    private static final String SECRET = "hunter2-in-an-environment";

    private static final TaskShape SHAPE = new TaskShape(NetworkMode.BRIDGE, List.of(), Set.of());

    @TempDir Path folder;
    private boolean unavailable;

    private EmbeddedPostgres postgres(int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("data"))
                .setCleanDataDirectory(false)
                .start();
    }

    private static DatabaseSettings settings(int port) {
        return new DatabaseSettings(
                "jdbc:postgresql://localhost:" + port + "/postgres", "postgres", "postgres");
    }

    private static ControlPlane start(DatabaseSettings settings) throws SQLException {
        return ControlPlane.start(
                Database.open(settings),
                Retention.shown(Duration.ofHours(1)),
                new DefaultPlacement(),
                InstantSource.system(),
                ConfigFactory.empty());
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private boolean isWritten(ControlPlane plane) throws InterruptedException {
        var instance = AggregateKind.CONTAINER_INSTANCE.at("default", "i1");
        var reply = plane.ask(instance, new ReserveSequence(1)).toCompletableFuture();
        try {
            return reply.get(1, TimeUnit.SECONDS) instanceof Reply.Done;
        } catch (ExecutionException e) {
            unavailable |= e.getCause() instanceof UnavailableException;
            return false;
        } catch (TimeoutException e) {
            return false;
        }
    }

    @Test
    void writesAreRefusedAtOnceWhileTheServerIsAwayAndAcceptedSoonAfterItIsBack() throws Exception {
        var port = freePort();
        var postgres = postgres(port);
        try (var plane = start(settings(port));
                var log = RecordedLog.begin()) {
            Given.instance(plane, "default", "i1", 1, 1);
            postgres.close();
            var refused = 0;
            var deadline = Instant.now().plusSeconds(120);
            while (refused < REFUSALS) {
                assertThat(Instant.now()).as("%d refusals", refused).isBefore(deadline);
                assertThat(isWritten(plane)).isFalse();
                refused++;
            }

            assertThat(unavailable).as("a write was refused without being tried").isTrue();
            postgres = postgres(port);
            var back = Instant.now();
            while (!isWritten(plane)) {
                assertThat(Instant.now()).as("writing goes on").isBefore(back.plusSeconds(10));
            }

            assertThat(log.warnings())
                    .as("one line for the outage")
                    .filteredOn(line -> !line.contains("ClusterOrchestrator"))
                    .singleElement()
                    .asString()
                    .contains("The database does not answer, so nothing can be written");
            assertThat(log.text()).contains("The database answers again");
        } finally {
            postgres.close();
        }
    }

    @Test
    void whatIsLoggedOfAFailedWriteHoldsNothingOfTheEvent() throws Exception {
        var settings = TestDatabase.POSTGRESQL.fresh(folder);
        try (var plane = start(settings);
                var log = RecordedLog.begin()) {
            var definition = AggregateKind.TASK_DEFINITION.at("web:1");
            done(
                    plane.ask(
                            definition,
                            new TaskDefinitionCommand.ChangeTags(
                                    TagChange.setting(Map.of("a", "b")))));
            takeRow(settings, definition.persistenceId());

            var reply =
                    plane.ask(
                                    definition,
                                    new TaskDefinitionCommand.Register(
                                            "web",
                                            1,
                                            "{\"environment\":\"" + SECRET + "\"}",
                                            SHAPE,
                                            "me",
                                            Map.of()))
                            .toCompletableFuture();
            while (!log.text().contains("could not be written")) {
                assertThat(reply.isDone() && !reply.isCompletedExceptionally()).isFalse();
                Thread.onSpinWait();
            }

            assertThat(log.text())
                    .doesNotContain(SECRET)
                    .doesNotContain(
                            HexFormat.of().formatHex(SECRET.getBytes(StandardCharsets.UTF_8)));
            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .contains("BatchUpdateException, SQL state 23505");
        }
    }

    /** As another server that writes to the same journal would. */
    private static void takeRow(DatabaseSettings settings, String persistenceId)
            throws SQLException {
        try (var connection =
                        DriverManager.getConnection(
                                settings.url(), settings.user(), settings.password());
                var insert =
                        connection.prepareStatement(
                                "INSERT INTO \"event_journal\" (\"persistence_id\","
                                        + " \"sequence_number\", \"writer\", \"write_timestamp\","
                                        + " \"adapter_manifest\", \"event_payload\","
                                        + " \"event_ser_id\", \"event_ser_manifest\")"
                                        + " VALUES (?, 1, '', 0, '', ?, 7070, ?)")) {
            var event =
                    new TaskDefinitionEvent.Registered(
                            "web", 1, "{}", SHAPE, "another", Instant.EPOCH);
            insert.setString(1, persistenceId);
            insert.setBytes(2, JournalCodec.encode(event));
            insert.setString(3, JournalCodec.manifest(event));
            insert.executeUpdate();
        }
    }
}
