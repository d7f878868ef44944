package dev.berth.server.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.cluster.ClusterCommand;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class DoctorMainTest {
    @TempDir Path home;

    private Path data;
    private DatabaseSettings database;
    private final StringWriter said = new StringWriter();

    @BeforeEach
    void prepare() throws Exception {
        data =
                Files.createDirectory(
                        home.resolve(".berth"),
                        PosixFilePermissions.asFileAttribute(
                                PosixFilePermissions.fromString("rwx------")));
        database = DatabaseSettings.h2(data.resolve("berth"));
    }

    @Test
    void detailsAreWrappedAndResultsColouredOnATerminalOnly() {
        var check = Check.wrong("TLS", "the certificate is not valid any more");

        assertThat(
                        new PrintoutLines(44, true)
                                .row(check.name(), check.verdict().word(), check.detail()))
                .isEqualTo(
                        """
                        TLS            \u001b[31mWRONG\u001b[0m    the certificate is
                                                not valid any more
                        """);
        assertThat(PrintoutLines.PIPE.row("TLS", "WRONG", check.detail()).lines()).hasSize(1);
    }

    @Test
    void aUsageErrorIsTheErrorAndWhereTheHelpIs() {
        var doctor = DoctorMain.commandLine(new DoctorMain(Map.of(), home));
        doctor.setErr(new PrintWriter(said, true));

        assertThat(doctor.execute("--colour")).isEqualTo(2);
        assertThat(said.toString().lines().toList())
                .contains("Unknown option: '--colour'", "See: berth doctor --help")
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void aFreshFolderIsHealthy() {
        assertThat(run()).isZero();
        assertThat(said.toString()).contains("none yet").doesNotContain("WRONG");
    }

    @Test
    void theJournalOfAStoppedServerIsReplayed() throws Exception {
        makeCluster();

        assertThat(run()).isZero();
        assertThat(said.toString())
                .contains("schema ", "1 rows of 1 aggregates (1 Cluster)", "HISTORY           0");
        var journal = json().path("journal");
        assertThat(journal.path("rows").asInt()).isEqualTo(1);
        assertThat(journal.path("findings").isEmpty()).isTrue();
    }

    @Test
    void theJournalOfARunningServerIsSkippedAndNothingIsWrong() throws Exception {
        makeCluster();
        // As another process would have it: within one, H2 shares the file.
        try (var file = FileChannel.open(data.resolve("berth.mv.db"), StandardOpenOption.WRITE);
                var lock = file.lock()) {
            assertThat(lock.isValid()).isTrue();
            assertThat(run()).isZero();
        }
        assertThat(said.toString()).contains("skipped: the server is running", "berth down");
    }

    @Test
    void aCorruptRowIsNamed() throws Exception {
        makeCluster();
        execute("UPDATE \"event_journal\" SET \"event_payload\" = X'00FF'");

        assertThat(run()).isEqualTo(1);
        assertThat(said.toString())
                .contains("row 1, Cluster|default number 1: The row cannot be read");
    }

    @Test
    void rowsOfUnknownKindsAndVersionsAreNamed() throws Exception {
        makeCluster();
        execute(
                "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"writer\","
                        + " \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
                        + " \"event_ser_id\", \"event_ser_manifest\") VALUES"
                        + " ('nobody', 1, '', 0, '', X'00', 7070, 'cluster.deleted/1'),"
                        + " ('Task|default/1', 1, '', 0, '', X'00', 7070, 'task.teleported/9'),"
                        + " ('Task|default/2', 1, '', 0, '', X'A0', 7070, 'cluster.deleted/1')");

        assertThat(run("-o", "json")).isEqualTo(1);
        assertThat(
                        JsonMapper.builder()
                                .build()
                                .readTree(said.toString())
                                .path("journal")
                                .path("findings"))
                .extracting(finding -> finding.path("aggregate").asText())
                .containsExactly("nobody", "Task|default/1", "Task|default/2");
    }

    @Test
    void aLongJournalIsReadToItsEnd() throws Exception {
        makeCluster();
        execute(
                "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\", \"writer\","
                        + " \"write_timestamp\", \"adapter_manifest\", \"event_payload\","
                        + " \"event_ser_id\", \"event_ser_manifest\")"
                        + " SELECT 'Cluster|c' || X, 1, '', 0, '', X'A162617400', 7070,"
                        + " 'cluster.deleted/1' FROM SYSTEM_RANGE(1, 12000)");

        assertThat(run()).isZero();
        assertThat(said.toString()).contains("12,001 rows of 12,001 aggregates");
    }

    @Test
    void aSchemaOfANewerVersionIsSaidSo() throws Exception {
        makeCluster();
        execute(
                "INSERT INTO \"berth_schema\" SELECT 99, '99', 'later', 'SQL', 'V99__later.sql', 0,"
                        + " \"installed_by\", \"installed_on\", 1, TRUE FROM \"berth_schema\""
                        + " WHERE \"version\" = '1'");

        assertThat(run()).isEqualTo(1);
        assertThat(said.toString()).contains("a newer version of Berth has used it");
    }

    @Test
    void credentialsThatOthersCanReadAreWrong() throws Exception {
        var file = Files.writeString(data.resolve("credentials"), "[default]\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThat(run()).isEqualTo(1);
        assertThat(said.toString()).contains("chmod 600 " + file);
    }

    @Test
    void tlsFilesThatTheServerWouldRefuseAreWrong() throws Exception {
        Files.writeString(data.resolve("server.pem"), "no certificate");
        Files.writeString(data.resolve("server.key"), "no key");
        Files.writeString(
                data.resolve("berth.conf"),
                "server.tls { certificate = server.pem, key = server.key }\n");

        assertThat(run()).isEqualTo(1);
        assertThat(said.toString()).contains("tls", "server.tls.certificate", "server.pem");
    }

    @Test
    void aPluginThatIsNoArchiveIsNamed() throws Exception {
        var file =
                Files.writeString(
                        Files.createDirectory(data.resolve("plugins")).resolve("half.zip"), "PK");

        assertThat(run()).isEqualTo(1);
        assertThat(said.toString()).contains(file.toString(), "not a valid archive");
    }

    @Test
    void aConfigurationThatCannotBeUsedEndsWithTwo() throws Exception {
        Files.writeString(data.resolve("berth.conf"), "server.port = many\n");
        assertThat(run()).isEqualTo(2);
        assertThat(said.toString()).contains("configuration", "found \"many\"");
    }

    private int run(String... arguments) {
        return new CommandLine(new DoctorMain(Map.of(), home))
                .setOut(new PrintWriter(said))
                .execute(arguments);
    }

    private JsonNode json() throws Exception {
        said.getBuffer().setLength(0);
        assertThat(run("-o", "json")).isZero();
        return JsonMapper.builder().build().readTree(said.toString());
    }

    private void makeCluster() throws Exception {
        var retention =
                new Retention(
                        Duration.ofHours(1), Duration.ofDays(7), 100, Retention.DEFAULT_ROWS, true);
        try (var plane =
                ControlPlane.start(
                        Database.open(database),
                        retention,
                        new DefaultPlacement(),
                        InstantSource.system(),
                        ConfigFactory.empty())) {
            plane.ask(
                            AggregateKind.CLUSTER.at("default"),
                            new ClusterCommand.Create("default", Map.of()))
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
        }
    }

    private void execute(String sql) throws Exception {
        try (var connection = DriverManager.getConnection(database.url(), "berth", "");
                var statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
