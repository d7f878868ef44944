package dev.berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.server.config.ConfigReader;
import dev.berth.server.config.ServerConfig;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.EcsException;

class ServerTest {
    @TempDir Path folder;

    @Test
    void whatWasAcknowledgedIsThereAfterACleanStopAndTheFilesAreTheOwnersAlone() throws Exception {
        var data = folder.resolve("data");
        try (var server = start(Map.of());
                var ecs = client(server, own(data))) {
            ecs.createCluster(r -> r.clusterName("blue"));

            var running = new JsonMapper().readTree(data.resolve("run/server.json").toFile());
            assertThat(running.path("pid").asLong()).isEqualTo(ProcessHandle.current().pid());
            assertThat(running.path("endpoint").asText()).isEqualTo(server.endpoint());
            assertThat(running.path("region").asText()).isEqualTo("us-east-1");
            assertThat(running.path("accountId").asText()).isEqualTo("000000000000");
            assertThat(permissions(data)).isEqualTo("rwx------");
            assertThat(permissions(data.resolve("credentials"))).isEqualTo("rw-------");
        }
        assertThat(data.resolve("run/server.json")).doesNotExist();

        var pair = Files.readString(data.resolve("credentials"));
        try (var server = start(Map.of());
                var ecs = client(server, own(data))) {
            assertThat(ecs.listClusters().clusterArns())
                    .containsExactly("arn:aws:ecs:us-east-1:000000000000:cluster/blue");
            assertThat(Files.readString(data.resolve("credentials"))).isEqualTo(pair);
        }
    }

    @Test
    void aServerThatWasStoppedFirstIsNotAnnounced() throws Exception {
        var server = Server.start(config(Map.of()));
        var run = folder.resolve("data/run/server.json");
        assertThat(run).doesNotExist();

        server.close();
        server.announce();

        assertThat(run).doesNotExist();
    }

    @Test
    void accountAndRegionAreFixedAtTheFirstStart() throws Exception {
        start(Map.of()).close();

        assertThat(refusal(Map.of("BERTH_AWS_REGION", "eu-west-1")))
                .hasMessageStartingWith("aws.region: expected us-east-1, which was fixed")
                .hasMessageEndingWith("found eu-west-1")
                .matches(refusal -> refusal.exitCode() == 2);
        assertThat(refusal(Map.of("BERTH_AWS_ACCOUNT_ID", "111111111111")))
                .hasMessageStartingWith("aws.account-id: expected 000000000000")
                .matches(refusal -> refusal.exitCode() == 2);
        start(Map.of()).close();
    }

    @Test
    void configuredKeysAreTheOnlyOnesAndNoPairIsMade() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(
                folder.resolve("data/berth.conf"),
                "aws.access-keys = [{ access-key-id = OPS, secret-access-key = s3cret }]");

        try (var server = start(Map.of());
                var ops = client(server, fixed("OPS", "s3cret"));
                var other = client(server, fixed("OPS", "guess"))) {
            assertThat(ops.listClusters().clusterArns()).isEmpty();
            assertThat(catchThrowableOfType(EcsException.class, other::listClusters).statusCode())
                    .isEqualTo(400);
            assertThat(folder.resolve("data/credentials")).doesNotExist();
        }
    }

    @Test
    void aTakenPortIsSaidBeforeTheDatabaseIsTouched() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var port = Integer.toString(taken.getLocalPort());

            assertThat(refusal(Map.of("BERTH_SERVER_PORT", port)))
                    .hasMessageContaining("127.0.0.1:" + port + " cannot be bound")
                    .matches(refusal -> refusal.exitCode() == 3);
            assertThat(folder.resolve("data/berth.mv.db")).doesNotExist();
        }
    }

    @Test
    void aSecondServerOnTheSameDataIsRefusedAndHarmsNothing() throws Exception {
        try (var first = start(Map.of());
                var ecs = client(first, own(folder.resolve("data")))) {
            assertThat(refusal(Map.of()))
                    .hasMessageContaining("is in use by another server")
                    .matches(refusal -> refusal.exitCode() == 1);

            assertThat(ecs.createCluster(r -> r.clusterName("red")).cluster().status())
                    .isEqualTo("ACTIVE");
            assertThat(folder.resolve("data/run/server.json")).exists();
        }
    }

    @Test
    void aCredentialsFileThatHoldsNoPairIsNamed() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        Files.writeString(folder.resolve("data/credentials"), "[other]\naws_access_key_id = A\n");

        assertThat(refusal(Map.of()))
                .hasMessageContaining("credentials: expected a profile [default]")
                .matches(refusal -> refusal.exitCode() == 2);
    }

    private StartException refusal(Map<String, String> variables) {
        return catchThrowableOfType(
                StartException.class,
                () -> {
                    try (var server = start(variables)) {
                        assertThat(server.endpoint()).as("no server started").isNull();
                    }
                });
    }

    private Server start(Map<String, String> variables) throws Exception {
        var server = Server.start(config(variables));
        server.announce();
        return server;
    }

    private ServerConfig config(Map<String, String> variables) throws Exception {
        var all = new HashMap<>(variables);
        all.putIfAbsent("BERTH_SERVER_PORT", "0");
        var flags = Map.of("data", folder.resolve("data").toString());
        return ConfigReader.read(null, flags, all, folder);
    }

    private static String permissions(Path path) throws Exception {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** As any AWS client reads the file that the server has made. */
    private static AwsCredentialsProvider own(Path data) {
        return ProfileCredentialsProvider.builder()
                .profileFile(
                        ProfileFile.builder()
                                .content(data.resolve("credentials"))
                                .type(ProfileFile.Type.CREDENTIALS)
                                .build())
                .build();
    }

    private static AwsCredentialsProvider fixed(String id, String secret) {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(id, secret));
    }

    private static EcsClient client(Server server, AwsCredentialsProvider keys) {
        return EcsClient.builder()
                .endpointOverride(URI.create(server.endpoint()))
                .region(Region.US_EAST_1)
                .credentialsProvider(keys)
                .httpClientBuilder(Apache5HttpClient.builder())
                .build();
    }
}
