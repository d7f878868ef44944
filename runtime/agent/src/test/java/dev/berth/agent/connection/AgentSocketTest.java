package dev.berth.agent.connection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.agent.testbed.Eventually;
import dev.berth.protocol.client.Trust;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Signer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentSocketTest {
    private static final AgentSocket.SilenceLimit SHORT =
            new AgentSocket.SilenceLimit(Duration.ofMillis(300), Duration.ofMillis(300));

    private final StubSockets server = new StubSockets();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final AtomicInteger opened = new AtomicInteger();
    private final AtomicInteger closed = new AtomicInteger();
    private final AtomicInteger ledNowhere = new AtomicInteger();
    private final Signer signer = new Signer("ecs", "us-east-1");
    private AgentSocket socket;
    private int notFound;

    AgentSocketTest() throws IOException {}

    @AfterEach
    void close() throws IOException {
        socket.close();
        server.close();
    }

    @Test
    void theHandshakeIsSigned() throws Exception {
        open(AgentSocket.SilenceLimit.DEFAULT);
        var head = server.connection("/acs/ws", 1).head();
        assertThat(head.getFirst()).isEqualTo("GET /acs/ws?a=b%3Ac HTTP/1.1");
        assertThat(head)
                .anyMatch(
                        l ->
                                l.startsWith("Authorization: AWS4-HMAC-SHA256 Credential=AKID/")
                                        && l.contains("/us-east-1/ecs/aws4_request"))
                .anyMatch(l -> l.startsWith("X-Amz-Date: "));
    }

    @Test
    void messagesComeInOrderAlsoInPartsAndAnswersGoBack() throws Exception {
        open(AgentSocket.SilenceLimit.DEFAULT);
        var connection = server.connection("/acs/ws", 1);
        var large = "x".repeat(20_000);
        connection.send("one");
        connection.send(large);
        connection.send("three");
        assertThat(heard.take()).isEqualTo("one");
        assertThat(heard.take()).isEqualTo(large);
        assertThat(heard.take()).isEqualTo("three");
        assertThat(connection.receive()).isEqualTo("heard one");
    }

    @Test
    void aSocketThatBreaksOrIsClosedIsOpenedAgain() throws Exception {
        open(AgentSocket.SilenceLimit.DEFAULT);
        server.connection("/acs/ws", 1).drop();
        server.connection("/acs/ws", 2).close(1011);
        server.connection("/acs/ws", 3).send("here");
        assertThat(heard.take()).isEqualTo("here");
        assertThat(opened).hasValue(3);
        assertThat(closed).hasValue(2);
    }

    @Test
    void theConnectionToASilentServerIsClosed() throws Exception {
        open(SHORT);
        var first = server.connection("/acs/ws", 1);
        server.connection("/acs/ws", 2);
        assertThat(first.hasEnded()).isTrue();
    }

    @Test
    void whatIsNotKnownDoesNotCountAsLife() throws Exception {
        open(SHORT);
        var first = server.connection("/acs/ws", 1);
        Eventually.holds(
                "hung up on in spite of messages",
                () -> {
                    if (!first.hasEnded()) {
                        first.send("unknown");
                    }
                    return first.hasEnded();
                });
    }

    @Test
    void aRefusalMakesTheAddressBeFoundAgain() throws Exception {
        server.refuse("500 {\"type\":\"ServerException\"}");
        open(AgentSocket.SilenceLimit.DEFAULT);
        Eventually.holds("refused twice", () -> ledNowhere.get() >= 2);
        assertThat(opened).hasValue(0);
        server.refuse(null);
        server.connection("/acs/ws", 1);
    }

    @Test
    void anAddressThatCannotBeFoundIsLookedForAgain() {
        notFound = 3;
        open(AgentSocket.SilenceLimit.DEFAULT);
        server.connection("/acs/ws", 1);
        assertThat(ledNowhere).hasValue(3);
    }

    private void open(AgentSocket.SilenceLimit silenceLimit) {
        socket =
                new AgentSocket(
                        "work",
                        address("/acs/ws"),
                        signer,
                        AgentSocketTest::keys,
                        Trust.SYSTEM,
                        new AgentSocket.Conversation() {
                            @Override
                            public void opened(OpenSocket open) {
                                opened.incrementAndGet();
                            }

                            @Override
                            public boolean received(OpenSocket open, String text)
                                    throws InterruptedException {
                                try {
                                    open.send("heard " + text);
                                } catch (IOException e) {
                                    // Given up by then.
                                }
                                heard.add(text);
                                return !text.equals("unknown");
                            }

                            @Override
                            public void closed() {
                                closed.incrementAndGet();
                            }
                        },
                        silenceLimit);
    }

    private AgentSocket.Address address(String path) {
        return new AgentSocket.Address() {
            @Override
            public URI find() throws IOException {
                if (ledNowhere.get() < notFound) {
                    throw new ConnectException(); // as the HTTP client's, without a message
                }
                return URI.create("ws://" + server.uri().getAuthority() + path + "?a=b%3Ac");
            }

            @Override
            public void connectFailed() {
                ledNowhere.incrementAndGet();
            }
        };
    }

    private static Credentials keys() {
        return Credentials.of("AKID", "secret");
    }
}
