package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BodyLimitTest {
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private TestPort port;

    @BeforeAll
    void bind() throws Exception {
        port = new TestPort(List.of());
    }

    @AfterAll
    void unbind() {
        port.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {(64 << 10) + 1, 1 << 20, 8 << 20})
    void aBodyBeyondTheLimitIsRefusedWithItsLengthDeclared(int length) throws Exception {
        var answer = send(request(HttpRequest.BodyPublishers.ofByteArray(new byte[length])));

        assertTooLong(answer);
    }

    @Test
    void aChunkedBodyBeyondTheLimitIsRefused() throws Exception {
        var chunked =
                HttpRequest.BodyPublishers.ofInputStream(
                        () -> new ByteArrayInputStream(new byte[1 << 20]));

        assertTooLong(send(request(chunked)));
    }

    @Test
    void aBodyFarBeyondTheLimitIsRefusedWithoutBeingRead() throws Exception {
        try (var socket = new Socket("127.0.0.1", port.number())) {
            socket.setSoTimeout(10_000);
            var head =
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.1\r\n"
                            + "Content-Length: 1000000000\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 413 ")
                    .containsIgnoringCase("connection: close")
                    .contains("RequestEntityTooLargeException");
        }
    }

    @Test
    void aChunkThatIsNotValidIsRefusedAtOnce() throws Exception {
        try (var socket = new Socket("127.0.0.1", port.number())) {
            socket.setSoTimeout(10_000);
            var request =
                    "POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-amz-json-1.1\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\nnumber\r\n{}\r\n0\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));

            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

            assertThat(answer)
                    .startsWith("HTTP/1.1 400 ")
                    .contains("InvalidRequestException")
                    .contains("not valid HTTP");
        }
    }

    private static void assertTooLong(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).isEqualTo(413);
        assertThat(answer.body()).contains("\"__type\":\"RequestEntityTooLargeException\"");
    }

    private HttpRequest.Builder request(HttpRequest.BodyPublisher body) {
        return HttpRequest.newBuilder(port.at("/"))
                .header("content-type", "application/x-amz-json-1.1")
                .header("x-amz-target", "AmazonEC2ContainerServiceV20141113." + "ListClusters")
                .POST(body);
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(
                request.timeout(Duration.ofSeconds(20)).build(),
                HttpResponse.BodyHandlers.ofString());
    }
}
