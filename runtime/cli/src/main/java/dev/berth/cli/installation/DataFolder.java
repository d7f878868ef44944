package dev.berth.cli.installation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.sigv4.Credentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.profiles.ProfileFile;

/** The folder in which one server of this machine and its agents keep what they know. */
public record DataFolder(Path path) {

    /** The value of {@code --data}, else {@code $BERTH_DATA}, else {@code ~/.berth}. */
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
                                        "No server runs on %s. Start one: %s"
                                                .formatted(path, Hint.of(this, "up"))));
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

    /**
     * The container instances of agents that run on this folder, or once did and will be the same
     * again.
     */
    public Set<Instance> instances() throws IOException {
        var instances = new LinkedHashSet<Instance>();
        agents().forEach(agent -> instances.add(agent.instance()));
        var agents = path.resolve("agents");
        if (Files.isDirectory(agents)) {
            try (var folders = Files.list(agents)) {
                folders.map(folder -> RunFile.read(folder.resolve("instance.json")))
                        .flatMap(Optional::stream)
                        .map(file -> Instance.of(file.content()))
                        .forEach(instances::add);
            }
        }
        return instances;
    }

    /** A container instance of this machine. */
    public record Instance(String cluster, String arn) {
        private static Instance of(JsonNode content) {
            return new Instance(
                    content.path("cluster").asText(),
                    content.path("containerInstanceArn").asText());
        }
    }

    /** The keys that the server made at its first start. */
    public Credentials credentials() {
        if (!Files.isReadable(credentialsFile())) {
            throw new CliException(
                    ExitCode.FAILED,
                    "There are no keys in %s that this user can read. The server writes them at its first start, unless berth.conf has aws.access-keys: then put one of those there, as the profile [default]."
                            .formatted(credentialsFile()));
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
