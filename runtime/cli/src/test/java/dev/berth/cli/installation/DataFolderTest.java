package dev.berth.cli.installation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.cli.Main;
import dev.berth.cli.local.Shutdown;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * With real processes whose command lines are those of server and agent, since that is what is
 * looked at.
 */
class DataFolderTest {
    private static final String ARN =
            "arn:aws:ecs:us-east-1:000000000000:container-instance/default/3f2a";

    @TempDir private Path folder;
    private final List<Process> processes = new ArrayList<>();
    private DataFolder data;

    @BeforeEach
    void create() throws IOException {
        data = new DataFolder(folder);
        Files.createDirectories(folder.resolve("run"));
    }

    @AfterEach
    void end() {
        processes.forEach(Process::destroyForcibly);
    }

    @Test
    void aServerThatRunsIsSeen() throws Exception {
        var pid = start("dev.berth.server.Main", "--data", folder.toString()).pid();
        writeServer(pid);

        var server = data.server().orElseThrow();
        assertThat(server.pid()).isEqualTo(pid);
        assertThat(server.endpoint()).hasToString("http://127.0.0.1:1");
        assertThat(server.region()).isEqualTo("us-east-1");
    }

    @Test
    void aServerThatWasKilledIsNotSeen() throws Exception {
        var process = start("dev.berth.server.Main", "--data", folder.toString());
        writeServer(process.pid());
        process.destroyForcibly().waitFor();

        assertThat(data.server()).isEmpty();
        assertThatThrownBy(data::requireServer)
                .isInstanceOfSatisfying(
                        CliException.class,
                        e -> assertThat(e.exitCode()).isEqualTo(ExitCode.NO_SERVER));
    }

    @Test
    void aProcessOfAnotherProgramWithTheSameIdIsNotTheServer() throws Exception {
        writeServer(start("some.other.Main").pid());

        assertThat(data.server()).isEmpty();
    }

    @Test
    void aServerOfAnotherFolderWithTheSameIdIsNotThisOne() throws Exception {
        writeServer(start("dev.berth.server.Main", "--data=/elsewhere").pid());

        assertThat(data.server()).isEmpty();
    }

    @Test
    void aServerThatBeganAfterTheFileWasWrittenIsALaterOne() throws Exception {
        writeServer(start("dev.berth.server.Main", "--data", folder.toString()).pid());
        Files.setLastModifiedTime(
                folder.resolve("run/server.json"), FileTime.from(Instant.now().minusSeconds(3600)));

        assertThat(data.server()).isEmpty();
    }

    @Test
    void agentsAreSeenAndHalfWrittenFilesAreNot() throws Exception {
        var pid = start("dev.berth.agent.Main", "--data", folder.toString()).pid();
        writeAgent(pid);
        Files.writeString(folder.resolve("run/agent-x.json"), "{\"pid\":");

        assertThat(data.agents())
                .containsExactly(
                        new RunningAgent(
                                pid, "unix:///var/run/docker.sock", "default", ARN, true, null));
    }

    @Test
    void statusTellsAllOfItInJson() throws Exception {
        var server = start("dev.berth.server.Main", "--data", folder.toString()).pid();
        var agent = start("dev.berth.agent.Main", "--data", folder.toString()).pid();
        writeServer(server);
        writeAgent(agent);

        assertThat(berth("status", "-o", "json", "--data", folder.toString()))
                .isEqualTo(
                        "{\"server\":{\"pid\":%d,\"endpoint\":\"http://127.0.0.1:1\",\"ready\":false},\"agents\":[{\"pid\":%d,\"dockerHost\":\"unix:///var/run/docker.sock\",\"containerInstanceArn\":\"%s\"}],\"data\":\"%s\"}\n"
                                .formatted(server, agent, ARN, folder));
    }

    @Test
    void envPrintsTheServersEndpointAndKeys() throws Exception {
        writeServer(start("dev.berth.server.Main", "--data", folder.toString()).pid());
        Files.writeString(
                data.credentialsFile(),
                "[default]\naws_access_key_id = BERTHKEY\naws_secret_access_key = s3/+cret\n");

        assertThat(berth("env", "--data", folder.toString()))
                .isEqualTo(
                        """
                        export AWS_ENDPOINT_URL=http://127.0.0.1:1
                        export AWS_REGION=us-east-1
                        export AWS_DEFAULT_REGION=us-east-1
                        export AWS_ACCESS_KEY_ID=BERTHKEY
                        export AWS_SECRET_ACCESS_KEY=s3/+cret
                        export AWS_EC2_METADATA_DISABLED=true
                        unset AWS_SESSION_TOKEN AWS_PROFILE
                        """);
    }

    @Test
    void downStopsExactlyTheProcessesOfItsFolder() throws Exception {
        var server = start("dev.berth.server.Main", "--data", folder.toString());
        var agent = start("dev.berth.agent.Main", "--data", folder.toString());
        var other = start("dev.berth.server.Main", "--data", "/elsewhere");
        writeServer(server.pid());
        writeAgent(agent.pid());

        new Shutdown(data).all();

        assertThat(server.waitFor()).isEqualTo(143);
        assertThat(agent.waitFor()).isEqualTo(143);
        assertThat(other.isAlive()).isTrue();
    }

    private Process start(String mainClass, String... arguments) throws IOException {
        // The command reads what never comes; what follows it are the shell's own arguments.
        var command = new ArrayList<>(List.of("sh", "-c", "read line", mainClass));
        command.addAll(List.of(arguments));
        var process = new ProcessBuilder(command).start();
        processes.add(process);
        return process;
    }

    private void writeServer(long pid) throws IOException {
        Files.writeString(
                folder.resolve("run/server.json"),
                "{\"pid\":%d,\"endpoint\":\"http://127.0.0.1:1\",\"region\":\"us-east-1\",\"accountId\":\"000000000000\"}"
                        .formatted(pid));
    }

    private void writeAgent(long pid) throws IOException {
        Files.writeString(
                folder.resolve("run/agent-default.json"),
                "{\"pid\":%d,\"dockerHost\":\"unix:///var/run/docker.sock\",\"cluster\":\"default\",\"containerInstanceArn\":\"%s\",\"connected\":true}"
                        .formatted(pid, ARN));
    }

    private static String berth(String... arguments) {
        var out = new StringWriter();
        var commandLine = Main.commandLine().setOut(new PrintWriter(out));
        assertThat(commandLine.execute(arguments)).isZero();
        return out.toString();
    }

    @Test
    void anAgentWithoutTaskMetadataIsWarnedAbout() {
        var reason = "the bridge network has no address.";

        assertThat(new RunningAgent(7, "unix:///d", "default", ARN, true, reason).warning())
                .contains("Containers of agent 7 have no task metadata: " + reason);
        assertThat(new RunningAgent(7, "unix:///d", "default", ARN, true, null).warning())
                .isEmpty();
    }
}
