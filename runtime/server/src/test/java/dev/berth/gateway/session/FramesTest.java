package dev.berth.gateway.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.http.TestPort;
import dev.berth.protocol.sigv4.Signer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a real socket, whose other end answers each message with its length. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FramesTest {
    private static final String CLOSED = "closed";

    private final ActorSystem system = ActorSystem.create("frames");
    private final HttpClient http = HttpClient.newHttpClient();
    private TestPort port;

    @BeforeAll
    void bind() throws Exception {
        port =
                new TestPort(
                        List.of(),
                        (_, upgrade) ->
                                upgrade.handleMessagesWith(
                                        Frames.texts(system).map(FramesTest::lengthOf)));
    }

    private static Message lengthOf(String text) {
        return TextMessage.create("" + text.length());
    }

    @AfterAll
    void unbind() {
        http.close();
        port.close();
        system.terminate();
    }

    @ParameterizedTest
    @CsvSource({"-1,4194303", "0,4194304", "1,closed"})
    void aMessageBeyondTheLimitEndsTheSocket(int beyond, String answer) throws Exception {
        var heard = new Heard();
        var socket = connect(heard);

        socket.sendText("a".repeat(Frames.MAX_LENGTH + beyond), true);

        assertThat(heard.first.get(30, TimeUnit.SECONDS)).isEqualTo(answer);
        socket.abort();
    }

    @Test
    void aMessageOfBytesEndsTheSocket() throws Exception {
        var heard = new Heard();
        var socket = connect(heard);

        socket.sendBinary(ByteBuffer.wrap(new byte[] {1}), true);

        assertThat(heard.first.get(30, TimeUnit.SECONDS)).isEqualTo(CLOSED);
        socket.abort();
    }

    private WebSocket connect(Heard heard) {
        var uri = URI.create("ws://127.0.0.1:" + port.number() + "/acs/ws");
        var builder = http.newWebSocketBuilder();
        new Signer("ecs", TestPort.ARNS.region())
                .signHandshake(TestPort.KEY, uri, Instant.now())
                .forEach(builder::header);
        return builder.buildAsync(uri, heard).join();
    }

    /** Keeps what comes first. */
    private static final class Heard implements WebSocket.Listener {
        final CompletableFuture<String> first = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            first.complete(data.toString());
            return null;
        }

        @Override
        public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
            first.complete(CLOSED);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            first.complete(CLOSED);
        }
    }
}
