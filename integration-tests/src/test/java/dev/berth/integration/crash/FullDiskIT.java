package dev.berth.integration.crash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.Command;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;

/** The file of the embedded database can grow no more, as on a disk that is full. */
@OnEmbeddedDatabase
class FullDiskIT {
    /** Far more than fit into the room that the file has within. */
    private static final int CALLS = 5_000;

    private static final Duration SOON = Duration.ofSeconds(60);

    private final BerthServer server;

    FullDiskIT(Lab lab) {
        server = lab.server("full");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aServerThatCannotWriteEndsAndKeepsWhatItAcknowledged() throws Exception {
        server.start();
        try (var ecs = new Ecs(server, "default")) {
            var acknowledged = new ArrayList<String>();
            create(ecs, acknowledged, 1);
            growTo(Long.toString(Files.size(server.data().resolve("berth.mv.db"))));

            assertThatThrownBy(() -> create(ecs, acknowledged, CALLS))
                    .isInstanceOf(SdkException.class);

            assertThat(server.process().awaitExit(SOON)).isEqualTo(1);
            assertThat(server.process().logTail()).contains("is the disk full?");
            server.start();
            assertThat(clusters(ecs)).containsAll(acknowledged);
            create(ecs, acknowledged, 1);
        }
    }

    private static void create(Ecs ecs, List<String> acknowledged, int calls) {
        for (var call = 0; call < calls; call++) {
            var name = "c" + acknowledged.size();
            ecs.client().createCluster(r -> r.clusterName(name));
            acknowledged.add(name);
        }
    }

    private static List<String> clusters(Ecs ecs) {
        return ecs.client().listClustersPaginator().clusterArns().stream()
                .map(arn -> arn.substring(arn.indexOf('/') + 1))
                .toList();
    }

    /** The kernel refuses to let any file of the server grow beyond; its soft limit alone. */
    private void growTo(String bytes) {
        Command.run(
                "prlimit",
                "--pid",
                Long.toString(server.process().pid()),
                "--fsize=" + bytes + ":");
    }
}
