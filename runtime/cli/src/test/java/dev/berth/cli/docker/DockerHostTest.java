package dev.berth.cli.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DockerHostTest {
    @TempDir private Path folder;
    private ServerSocketChannel engine;

    @AfterEach
    void close() throws IOException {
        if (engine != null) {
            engine.close();
        }
    }

    @Test
    void anEngineThatAnswersIsFine() throws Exception {
        answering("HTTP/1.0 200 OK\r\n\r\nOK");

        assertThatCode(host()::requireAnswer).doesNotThrowAnyException();
    }

    @Test
    void theRunningContainersOfAnInstanceAreCounted() throws Exception {
        answering("HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n[{},{}]");

        assertThat(host().runningContainers("arn")).isEqualTo(2);
    }

    @Test
    void aContainerThatIsKilledIsAnsweredWithoutContent() throws Exception {
        answering("HTTP/1.0 204 No Content\r\n\r\n");

        assertThatCode(() -> host().kill("3f2a")).doesNotThrowAnyException();
    }

    @Test
    void aMissingSocketSaysWhatToStart() {
        assertThat(refusal(host())).contains("there is no socket", "dockerd");
    }

    @Test
    void aSocketThatNobodyListensOnSaysSo() throws Exception {
        answering("");
        engine.close();

        assertThat(refusal(host())).contains("does not answer");
    }

    @Test
    void anAnswerThatIsNotDockersIsShown() throws Exception {
        answering("HTTP/1.1 500 Oops\r\n\r\n");

        assertThat(refusal(host())).contains("500 Oops");
    }

    @ParameterizedTest
    @ValueSource(strings = {"docker.sock", "http://h:1", "tcp://h", "unix:relative"})
    void whatIsNoDockerHostIsRefusedWithTheFormsThatAre(String url) {
        var refusal =
                catchThrowableOfType(CliException.class, () -> new DockerHost(URI.create(url)));

        assertThat(refusal.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refusal).hasMessageContaining("unix:///path");
    }

    private DockerHost host() {
        return new DockerHost(URI.create("unix://" + folder.resolve("docker.sock")));
    }

    private static String refusal(DockerHost host) {
        var refusal = catchThrowableOfType(CliException.class, host::requireAnswer);
        assertThat(refusal.exitCode()).isEqualTo(ExitCode.NO_DOCKER);
        return refusal.getMessage();
    }

    private void answering(String answer) throws IOException {
        engine = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        engine.bind(UnixDomainSocketAddress.of(folder.resolve("docker.sock")));
        Thread.ofVirtual()
                .start(
                        () -> {
                            try (var connection = engine.accept()) {
                                connection.read(ByteBuffer.allocate(4096));
                                connection.write(
                                        ByteBuffer.wrap(answer.getBytes(StandardCharsets.UTF_8)));
                            } catch (IOException _) {
                                return; // closed at the end of the test
                            }
                        });
    }
}
