package dev.berth.integration.benchmark;

import dev.berth.integration.fleet.FleetOptions;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.testbed.ChildProcess;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A server and fake agents as processes of their own, with what Java chooses for this machine.
 *
 * @param folder where data and logs go
 */
record Programs(Path folder) {
    static final Duration START = Duration.ofSeconds(60);

    /**
     * @param process the server's
     */
    record Server(ChildProcess process, URI endpoint, Path credentials) implements AutoCloseable {
        @Override
        public void close() {
            if (process.isAlive()) process.kill();
        }
    }

    Server server() throws IOException {
        var data = folder.resolve("data");
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var endpoint = URI.create("http://127.0.0.1:" + port);
        var process =
                start(
                        "server",
                        List.of(),
                        "dev.berth.server.Main",
                        List.of("agent", "cli", "integration-tests"),
                        List.of("--data", data + "", "--host", "127.0.0.1", "--port", port + ""));
        try (var http = HttpClient.newHttpClient()) {
            var ready = HttpRequest.newBuilder(endpoint.resolve("/-/ready")).build();
            process.await(
                    "be ready",
                    START,
                    () -> http.send(ready, BodyHandlers.discarding()).statusCode() == 200);
        }
        return new Server(process, endpoint, data.resolve("credentials"));
    }

    /** An agent of the cluster {@code default}, with the flags of {@code bin/berth}. */
    ChildProcess agent(Server server, DockerHost host) {
        return start(
                "agent",
                List.of("-XX:+UseSerialGC", "-Xmx128m"),
                "dev.berth.agent.Main",
                List.of("server", "actors", "cli", "integration-tests"),
                List.of(
                        "--server",
                        server.endpoint().toString(),
                        "--docker-host",
                        host.url(),
                        "--advertise-address",
                        host.address(),
                        "--metadata-address",
                        host.outside(),
                        "--introspection-port",
                        "0",
                        "--credentials-file",
                        server.credentials().toString(),
                        "--data",
                        folder.resolve("data").toString()));
    }

    FakeAgents fleet(FleetOptions options) {
        var process =
                start(
                        "fleet",
                        LIGHT,
                        "dev.berth.integration.fleet.FleetMain",
                        List.of("server", "actors", "agent", "cli"),
                        options.arguments());
        return FakeAgents.attached(process, options);
    }

    private ChildProcess start(
            String name,
            List<String> flags,
            String mainClass,
            List<String> without,
            List<String> arguments) {
        var command = new ArrayList<>(java());
        command.addAll(flags);
        command.addAll(List.of("-cp", classPathWithout(without), mainClass));
        command.addAll(arguments);
        return ChildProcess.start(name, folder.resolve(name + ".log"), command, _ -> {});
    }

    /**
     * What only accompanies the server, on cores that it needs: compiled once and not so well, it
     * takes half of the CPU seconds that a run of minutes would cost otherwise.
     */
    static final List<String> LIGHT = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    /** The same Java as this one, with what all of Berth's programs are started with. */
    static List<String> java() {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var command = new ArrayList<>(List.of(java));
        command.add("--sun-misc-unsafe-memory-access=allow");
        command.add("--enable-native-access=ALL-UNNAMED");
        var more = System.getenv("BERTH_JAVA_OPTS");
        if (more != null && !more.isBlank()) {
            command.addAll(List.of(more.strip().split("\\s+")));
        }
        return command;
    }

    private static String classPathWithout(List<String> modules) {
        var separator = System.getProperty("path.separator");
        return Arrays.stream(System.getProperty("java.class.path").split(separator))
                .filter(
                        entry ->
                                modules.stream()
                                        .noneMatch(
                                                module ->
                                                        entry.contains("/" + module + "/target/")))
                .collect(Collectors.joining(separator));
    }
}
