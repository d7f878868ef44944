package dev.berth.integration.installation;

import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.ChildProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.profiles.ProfileFile;

/** A real server process on a data folder and a port of its own; both survive its death. */
public final class BerthServer implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final Bench bench;
    private final String name;
    private final Path data;
    private final int port;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private String host = "127.0.0.1";
    private ChildProcess process;

    private BerthServer(Bench bench, String name, Path data, int port) {
        this.bench = bench;
        this.name = name;
        this.data = data;
        this.port = port;
    }

    /** A server with an empty data folder, not yet started. */
    public static BerthServer on(Bench bench, String name, Database database) {
        var data = bench.workspace().resolve(name);
        try {
            Files.createDirectories(data);
            Files.writeString(
                    data.resolve("berth.conf"),
                    "retention.keep-journal = true\n" + database.configuration());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new BerthServer(bench, name, data, freePort());
    }

    /** From now on it listens where Docker hosts reach it, on the network between them. */
    public BerthServer reachableFromHosts() {
        host = bench.gateway();
        return this;
    }

    /** The same server at the port of another. */
    public BerthServer at(BerthServer other) {
        return new BerthServer(bench, name, data, other.port);
    }

    /** Starts and waits until the server is ready. */
    public BerthServer start() {
        return start(Map.of());
    }

    /**
     * Starts a server that kills itself with SIGKILL when it comes to the failpoint for the first
     * time.
     */
    public BerthServer startWithFailpoint(String failpoint) {
        return start(Map.of("BERTH_FAILPOINT", failpoint));
    }

    private BerthServer start(Map<String, String> environment) {
        process = launch(environment);
        process.await("be ready", START, this::isReady);
        return this;
    }

    /** Starts without waiting for anything. */
    public ChildProcess launch(Map<String, String> environment) {
        var arguments =
                List.of(
                        "--data",
                        data.toString(),
                        "--host",
                        host,
                        "--port",
                        Integer.toString(port));
        process =
                JavaProgram.start(
                        bench,
                        "server " + name,
                        bench.workspace().resolve(name + "-server.log"),
                        "dev.berth.server.Main",
                        List.of("agent", "cli"),
                        arguments,
                        environment);
        return process;
    }

    public URI endpoint() {
        return URI.create("http://" + host + ":" + port);
    }

    public Path data() {
        return data;
    }

    public Path credentialsFile() {
        return data.resolve("credentials");
    }

    /** The key pair that the server made at its first start. */
    public AwsCredentialsProvider credentials() {
        var file =
                ProfileFile.builder()
                        .content(credentialsFile())
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build();
        return ProfileCredentialsProvider.builder()
                .profileFile(file)
                .profileName("default")
                .build();
    }

    public boolean isReady() throws IOException, InterruptedException {
        return status("/-/ready") == 200;
    }

    /** The status of a GET without a signature; 0 where nobody listens. */
    public int status(String path) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(endpoint().resolve(path))
                        .timeout(Duration.ofSeconds(5))
                        .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode();
        } catch (ConnectException _) {
            return 0;
        }
    }

    public ChildProcess process() {
        return process;
    }

    /** SIGKILL. */
    public void kill() {
        process.kill();
    }

    /** SIGTERM; the exit code. */
    public int stop() {
        process.terminate();
        return process.awaitExit(STOP);
    }

    /**
     * Replays the journal offline and finds nothing wrong in any row: {@code berth doctor}. The
     * server has to be dead or stopped.
     */
    public void checkJournal() {
        var lines = doctor();
        if (lines.stream().noneMatch(line -> line.startsWith("HISTORY "))) {
            throw new AssertionError(String.join("\n", lines));
        }
    }

    /** The output of {@code berth doctor}, which finds nothing wrong. */
    public List<String> doctor() {
        var doctor =
                JavaProgram.start(
                        bench,
                        "doctor of " + name,
                        bench.workspace().resolve(name + "-doctor.log"),
                        "dev.berth.server.doctor.DoctorMain",
                        List.of("agent", "cli"),
                        List.of("--data", data.toString()),
                        Map.of());
        var exitCode = doctor.awaitExit(START);
        if (exitCode != 0) throw new AssertionError(doctor.logTail());
        return doctor.lines();
    }

    @Override
    public void close() {
        http.close();
        if (process != null && process.isAlive()) process.kill();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "server " + name;
    }
}
