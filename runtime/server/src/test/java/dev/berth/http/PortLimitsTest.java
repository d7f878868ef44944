package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PortLimitsTest {
    private static final String HEALTHY = "GET /-/healthy HTTP/1.1\r\nHost: x\r\n";
    private static final int CONNECTIONS = 16;

    private HttpPort port;
    private HttpPort impatient;

    @BeforeAll
    void bind() throws Exception {
        port = bind(PortLimits.HEAD);
        impatient = bind(Duration.ofSeconds(1));
    }

    private static HttpPort bind(Duration head) throws Exception {
        var limits = new PortLimits(64 << 10, CONNECTIONS, head);
        return new HttpPort("127.0.0.1", 0, limits, null, Duration.ofMillis(500));
    }

    @AfterAll
    void unbind() {
        port.close();
        impatient.close();
    }

    private static Socket connect(HttpPort port) throws IOException {
        var socket = new Socket("127.0.0.1", port.address().getPort());
        socket.setSoTimeout(20_000);
        return socket;
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /** The status of the next answer, of which the beginning is read. */
    private static String status(Socket socket) throws IOException {
        return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }

    private String statusOf(String head) throws IOException {
        try (var socket = connect(port)) {
            send(socket, head + "\r\n");
            return status(socket);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1,HTTP/1.1 503", "0,HTTP/1.1 503", "1,HTTP/1.1 414"})
    void aTargetBeyondTheLimitIsRefused(int beyond, String status) throws Exception {
        var target = "/" + "a".repeat(HttpPort.URI_LENGTH - 1 + beyond);

        assertThat(statusOf("GET " + target + " HTTP/1.1\r\nHost: x\r\n")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"-1,HTTP/1.1 200", "0,HTTP/1.1 200", "1,HTTP/1.1 431"})
    void aHeaderBeyondTheLimitIsRefused(int beyond, String status) throws Exception {
        var value = "a".repeat(HttpPort.HEADER_LENGTH + beyond);

        assertThat(statusOf(HEALTHY + "X-Long: " + value + "\r\n")).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"-1,HTTP/1.1 200", "0,HTTP/1.1 200", "1,HTTP/1.1 400"})
    void moreHeadersThanTheLimitAreRefused(int beyond, String status) throws Exception {
        var others = HttpPort.HEADERS - 1 + beyond;

        assertThat(statusOf(HEALTHY + "X-One: 1\r\n".repeat(others))).isEqualTo(status);
    }

    @Test
    void aConnectionBeyondTheLimitWaitsUntilOneIsClosed() throws Exception {
        var open = new ArrayDeque<Socket>();
        try {
            for (int i = 0; i < CONNECTIONS; i++) {
                open.add(connect(port));
                send(open.getLast(), HEALTHY + "\r\n");
                assertThat(status(open.getLast())).isEqualTo("HTTP/1.1 200");
            }
            var next = connect(port);
            open.add(next);
            send(next, HEALTHY + "\r\n");
            next.setSoTimeout(300);
            assertThatThrownBy(() -> status(next)).isInstanceOf(SocketTimeoutException.class);

            open.removeFirst().close();
            next.setSoTimeout(20_000);
            assertThat(status(next)).isEqualTo("HTTP/1.1 200");
        } finally {
            for (var socket : open) {
                socket.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "G", HEALTHY, HEALTHY + "X-Slow: "})
    void aConnectionThatDripsItsHeadIsEnded(String beginning) throws Exception {
        try (var socket = connect(impatient)) {
            send(socket, beginning);
            assertThat(Drip.endsWhileDripping(socket)).isTrue();
        }
    }

    @Test
    void aConnectionThatDripsItsSecondHeadIsEnded() throws Exception {
        try (var socket = connect(impatient)) {
            send(socket, HEALTHY + "\r\n");
            assertThat(status(socket)).isEqualTo("HTTP/1.1 200");
            assertThat(Drip.endsWhileDripping(socket)).isTrue();
        }
    }

    @Test
    void aSlowBodyThatIsNotReadIsClosed() throws Exception {
        try (var socket = connect(impatient)) {
            send(socket, HEALTHY + "Content-Length: 1000000\r\n\r\n");
            assertThat(Drip.endsWhileDripping(socket)).isTrue();
        }
    }
}
