package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Await;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.model.ServerException;

/** PostgreSQL stops under a running server and comes back. */
@OnEmbeddedDatabase
class DatabaseOutageIT {
    private static final Duration SOON = Duration.ofSeconds(60);

    private final int port = freePort();
    private final BerthServer server;
    @TempDir private Path folder;
    private EmbeddedPostgres postgres;

    DatabaseOutageIT(Lab lab) {
        server = BerthServer.on(lab.bench(), "outage", this::configuration);
    }

    @AfterEach
    void close() throws IOException {
        server.close();
        if (postgres != null) postgres.close();
    }

    @Test
    void aServerWithoutItsDatabaseIsNotReadyAndRefusesWritesUntilItIsBack() throws Exception {
        postgres = postgres();
        server.start();
        try (var ecs = new Ecs(server, "default")) {
            create(ecs, "before");
            postgres.close();

            Await.until("the server to say no", SOON, () -> server.status("/-/ready") == 503);
            assertThat(server.status("/-/healthy")).isEqualTo(200);
            // A write that was begun before the outage was noticed has an unknown outcome.
            Await.until(
                    "writes to be refused",
                    SOON,
                    () -> refusal(ecs, "meanwhile").contains("Nothing was changed"));
            assertThat(ecs.client().describeClusters(r -> r.clusters("before")).clusters())
                    .as("reads come from memory")
                    .hasSize(1);

            postgres = postgres();
            Await.until("the server to be ready", SOON, () -> server.status("/-/ready") == 200);
            create(ecs, "after");
        }
        assertThat(server.process().lines())
                .as("one line for the outage")
                .filteredOn(line -> line.contains("nothing can be written until it does"))
                .hasSize(1);
    }

    private static void create(Ecs ecs, String name) {
        ecs.client().createCluster(r -> r.clusterName(name));
    }

    private static String refusal(Ecs ecs, String name) {
        return catchThrowableOfType(ServerException.class, () -> create(ecs, name)).getMessage();
    }

    private EmbeddedPostgres postgres() throws IOException {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(folder.resolve("postgres"))
                .setCleanDataDirectory(false)
                .start();
    }

    private String configuration() {
        return """
        persistence.url = "jdbc:postgresql://localhost:%d/postgres"
        persistence.user = postgres
        persistence.password = postgres
        """
                .formatted(port);
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
