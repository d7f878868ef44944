package dev.berth.integration.installation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.testbed.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What another user of the machine reaches of a server without a key: nothing. */
@OnEmbeddedDatabase
class OtherUserIT {
    private static final String NOBODY = "65534";

    private final BerthServer server;
    @TempDir private Path folder;

    OtherUserIT(Lab lab) {
        server = lab.server("closed");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aUserWithTheServersLibrariesReachesNothing() throws Exception {
        server.start();
        var addresses = ListeningIT.listening(server.process().pid());

        var tried = intrude(addresses);

        assertThat(tried)
                .startsWith(
                        "tried: credentials: refused",
                        "tried: database: refused",
                        "tried: a system with remoting: reached")
                .contains("tried: the system of the server: refused", "tried: a write: refused")
                .filteredOn(line -> line.endsWith(": reached"))
                .hasSize(1);
        assertThat(tried).hasSize(3 + 4 * addresses.size());
        try (var ecs = new Ecs(server, "default")) {
            assertThat(ecs.client().createCluster(r -> r.clusterName("after")).cluster().status())
                    .isEqualTo("ACTIVE");
            assertThat(ecs.client().listClusters().clusterArns())
                    .noneMatch(arn -> arn.endsWith("intruded"));
        }
    }

    private List<String> intrude(Iterable<String> addresses) throws IOException {
        var command =
                new ArrayList<>(
                        List.of(
                                "setpriv",
                                "--reuid=" + NOBODY,
                                "--regid=" + NOBODY,
                                "--clear-groups",
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                classPath(),
                                Intruder.class.getName(),
                                server.data().toString()));
        addresses.forEach(command::add);
        return Command.of(command.toArray(String[]::new))
                .output()
                .lines()
                .filter(line -> line.startsWith("tried: "))
                .toList();
    }

    /** Copies of the libraries, which may lie where only root can read them. */
    private String classPath() throws IOException {
        readableByAll(folder);
        var classes = Files.createDirectories(folder.resolve("classes"));
        var name = Intruder.class.getName().replace('.', '/') + ".class";
        var copied = classes.resolve(name);
        Files.createDirectories(copied.getParent());
        try (var content = Intruder.class.getResourceAsStream("/" + name)) {
            Files.copy(content, copied);
        }
        for (var part = copied; !part.equals(folder); part = part.getParent()) {
            readableByAll(part);
        }
        var entries = new ArrayList<>(List.of(classes.toString()));
        for (var entry : System.getProperty("java.class.path").split(":")) {
            var jar = Path.of(entry);
            if (entry.endsWith(".jar")) {
                var copy = folder.resolve(jar.getFileName());
                Files.copy(jar, copy);
                readableByAll(copy);
                entries.add(copy.toString());
            }
        }
        return String.join(":", entries);
    }

    private static void readableByAll(Path path) throws IOException {
        Command.run("chmod", "a+rX", path.toString());
    }
}
