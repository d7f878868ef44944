package dev.berth.cli.local;

import dev.berth.cli.CliException;
import dev.berth.cli.ExitCode;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.profiles.ProfileFile;

/** The folder in which one server of this machine and its agents keep what they know. */
public record DataFolder(Path path) {

    /** What {@code --data} said, else {@code $BERTH_DATA}, else {@code ~/.berth}. */
    public static DataFolder of(Path option) {
        var environment = System.getenv("BERTH_DATA");
        var path =
                option != null
                        ? option
                        : environment != null && !environment.isEmpty()
                                ? Path.of(environment)
                                : Path.of(System.getProperty("user.home"), ".berth");
        return new DataFolder(path.toAbsolutePath().normalize());
    }

    public Path credentialsFile() {
        return path.resolve("credentials");
    }

    public Path configFile() {
        return path.resolve("berth.conf");
    }

    public Path logs() {
        return path.resolve("logs");
    }

    Path run() {
        return path.resolve("run");
    }

    /** The server that runs on this folder now. */
    public Optional<RunningServer> server() {
        return RunFile.read(run().resolve("server.json"))
                .filter(file -> file.isAlive(BerthProgram.SERVER, this))
                .map(RunningServer::of);
    }

    /** The server, or the sentence that none runs. */
    public RunningServer requireServer() {
        return server().orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.NO_SERVER,
                                        "No server runs on "
                                                + path
                                                + ". Start one: "
                                                + BerthProgram.commandLine()
                                                + " up"));
    }

    /** The agents that run on this folder now. */
    public List<RunningAgent> agents() {
        try (var files = Files.list(run())) {
            return files.filter(file -> file.getFileName().toString().matches("agent-.*\\.json"))
                    .sorted()
                    .map(RunFile::read)
                    .flatMap(Optional::stream)
                    .filter(file -> file.isAlive(BerthProgram.AGENT, this))
                    .map(RunningAgent::of)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The container instances that agents of this folder ever registered and still know. */
    List<String> containerInstances() throws IOException {
        var agents = path.resolve("agents");
        if (!Files.isDirectory(agents)) {
            return List.of();
        }
        try (var files = Files.find(agents, 2, (file, _) -> file.toString().endsWith(".json"))) {
            return files.map(RunFile::read)
                    .flatMap(Optional::stream)
                    .map(file -> file.content().path("containerInstanceArn").asText())
                    .filter(arn -> !arn.isEmpty())
                    .distinct()
                    .toList();
        }
    }

    /** The API of a server of this folder, with the folder's keys. */
    public EcsApi api(RunningServer server) {
        return EcsApi.of(server.endpoint(), server.region(), credentials());
    }

    /** The keys that the server made at its first start. */
    public Credentials credentials() {
        if (!Files.isReadable(credentialsFile())) {
            throw new CliException(
                    ExitCode.FAILED,
                    "There are no readable keys in "
                            + credentialsFile()
                            + ". The server writes them at its first start; it may have run as another user.");
        }
        var profile =
                ProfileFile.builder()
                        .content(credentialsFile())
                        .type(ProfileFile.Type.CREDENTIALS)
                        .build()
                        .profile("default");
        var id = profile.flatMap(p -> p.property("aws_access_key_id"));
        var secret = profile.flatMap(p -> p.property("aws_secret_access_key"));
        if (id.isEmpty() || secret.isEmpty()) {
            throw new CliException(
                    ExitCode.FAILED,
                    credentialsFile()
                            + " must have a section [default] with aws_access_key_id and aws_secret_access_key.");
        }
        return Credentials.of(id.get(), secret.get());
    }
}
