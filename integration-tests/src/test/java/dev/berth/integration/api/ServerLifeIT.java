package dev.berth.integration.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEachDatabase;
import dev.berth.integration.testbed.Await;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starting and stopping a server. */
@OnEachDatabase
class ServerLifeIT {
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int BAD_CONFIGURATION = 2;
    private static final int PORT_TAKEN = 3;

    private final Lab lab;
    private BerthServer server;

    ServerLifeIT(Lab lab) {
        this.lab = lab;
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aServerTellsWhereItIsUntilItStops() throws Exception {
        server = lab.server("life").start();

        assertThat(server.status("/-/healthy")).isEqualTo(200);
        var run = server.data().resolve("run/server.json");
        Await.until(run.toString(), SOON, () -> Files.exists(run));
        var told = new JsonMapper().readTree(run.toFile());
        assertThat(told.path("pid").asLong()).isEqualTo(server.process().pid());
        assertThat(told.path("endpoint").asText()).isEqualTo(server.endpoint().toString());
        assertThat(told.path("region").asText()).isEqualTo("us-east-1");
        assertThat(told.path("accountId").asText()).isEqualTo("000000000000");
        assertThat(Files.getPosixFilePermissions(server.credentialsFile()))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));

        assertThat(server.stop()).isIn(0, 128 + 15);
        assertThat(run).doesNotExist();
    }

    @Test
    void everyAcknowledgedWriteIsThereAfterARestart() {
        server = lab.server("memory").start();
        var keys = server.credentials().resolveCredentials();
        try (var ecs = new Ecs(server, "default")) {
            ecs.client().createCluster(r -> r.clusterName("harbour"));
        }
        server.stop();
        server.start();

        assertThat(server.credentials().resolveCredentials()).isEqualTo(keys);
        try (var ecs = new Ecs(server, "default")) {
            var clusters = ecs.client().describeClusters(r -> r.clusters("harbour")).clusters();
            assertThat(clusters)
                    .singleElement()
                    .satisfies(cluster -> assertThat(cluster.status()).isEqualTo("ACTIVE"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"retention.stopped-tasks = soon", "sail = true"})
    void badConfigurationIsRefusedWithASentence(String line) throws Exception {
        server = lab.server("bad");
        var file = server.data().resolve("berth.conf");
        Files.writeString(file, "\n" + line, StandardOpenOption.APPEND);

        var process = server.launch(Map.of());

        assertThat(process.awaitExit(SOON)).isEqualTo(BAD_CONFIGURATION);
        assertThat(process.logTail())
                .contains(file.toString())
                .contains(line.split(" ")[0])
                .contains("expected")
                .doesNotContain("Exception");
    }

    @Test
    void aTakenPortIsSaid() {
        server = lab.server("first").start();
        try (var second = lab.server("second").at(server)) {
            var process = second.launch(Map.of());

            assertThat(process.awaitExit(SOON)).isEqualTo(PORT_TAKEN);
            assertThat(process.logTail()).contains(Integer.toString(server.endpoint().getPort()));
        }
    }
}
