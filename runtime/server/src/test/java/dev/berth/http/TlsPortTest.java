package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.http.tls.TestCertificates;
import dev.berth.http.tls.TlsFiles;
import dev.berth.protocol.client.AwsJsonClient;
import dev.berth.protocol.client.Trust;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Scanner;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.ecs.model.ListClustersRequest;
import software.amazon.awssdk.services.ecs.model.ListClustersResponse;

@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsPortTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);

    @TempDir static Path folder;
    private TestCertificates made;
    private TlsFiles tls;
    private HttpPort port;

    @BeforeAll
    void bind() throws Exception {
        made = new TestCertificates(folder).issue("server", "ec", "IP:127.0.0.1");
        tls =
                new TlsFiles(
                        made.file("server.pem"), made.file("server.key"), InstantSource.system());
        port =
                new HttpPort(
                        "127.0.0.1",
                        0,
                        new PortLimits(64 << 10, 100, PortLimits.HEAD),
                        tls,
                        Duration.ofMillis(500));
    }

    @AfterAll
    void unbind() {
        port.close();
    }

    private URI at(String scheme, String host) {
        return URI.create("%s://%s:%d/-/healthy".formatted(scheme, host, port.address().getPort()));
    }

    private String get(Trust trust, URI uri) throws Exception {
        try (var http = trust.client().build()) {
            var request = HttpRequest.newBuilder(uri).timeout(DEADLINE).build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    /** What a client of Berth says when it calls there. */
    private String failure(Trust trust, URI uri) {
        try (var client = new AwsJsonClient(uri, trust, "eu-test-1", () -> TestPort.KEY, "test")) {
            return catchThrowableOfType(
                            IOException.class,
                            () ->
                                    client.call(
                                            "ListClusters",
                                            ListClustersRequest.builder(),
                                            ListClustersResponse.builder(),
                                            DEADLINE))
                    .getMessage();
        }
    }

    @Test
    void aClientThatTrustsTheCaIsServed() throws Exception {
        assertThat(get(Trust.in(made.file("ca.pem")), at("https", "127.0.0.1")))
                .isEqualTo("The server is running.\n");
    }

    @Test
    void aClientThatDoesNotIsToldWhatToDo() {
        assertThat(failure(Trust.SYSTEM, at("https", "127.0.0.1")))
                .startsWith("The certificate of https://127.0.0.1:")
                .contains("is of a CA that is not trusted here", "--ca-file FILE");
    }

    @Test
    void aClientThatCallsItByAnotherNameIsToldSo() throws Exception {
        assertThat(failure(Trust.in(made.file("ca.pem")), at("https", "localhost")))
                .contains("does not name localhost");
    }

    @Test
    void thereIsNoPlainHttpOnThePort() {
        assertThat(failure(Trust.SYSTEM, at("http", "127.0.0.1"))).contains("say https://");
    }

    @Test
    void aHandshakeThatDripsIsEnded() throws Exception {
        var limits = new PortLimits(64 << 10, 100, Duration.ofSeconds(1));
        try (var impatient = new HttpPort("127.0.0.1", 0, limits, tls, Duration.ofMillis(500));
                var socket = new Socket("127.0.0.1", impatient.address().getPort())) {
            // The beginning of a record of 16 KiB.
            socket.getOutputStream().write(new byte[] {22, 3, 1, 64, 0, 1, 0, 63, (byte) 252, 3});

            assertThat(Drip.endsWhileDripping(socket)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aConnectionIsServedBeyondTheTimeOfItsHandshake(String protocol) throws Exception {
        var limits = new PortLimits(64 << 10, 100, Duration.ofSeconds(1));
        try (var impatient = new HttpPort("127.0.0.1", 0, limits, tls, Duration.ofMillis(500));
                var http = Trust.in(made.file("ca.pem")).client().build();
                var socket =
                        (SSLSocket)
                                http.sslContext()
                                        .getSocketFactory()
                                        .createSocket("127.0.0.1", impatient.address().getPort())) {
            socket.setEnabledProtocols(new String[] {protocol});
            socket.setSoTimeout(20_000);
            var answers = new Scanner(socket.getInputStream()).useDelimiter("\n");
            for (var begun = System.nanoTime(); System.nanoTime() - begun < 1_500_000_000L; ) {
                socket.getOutputStream()
                        .write("GET /-/healthy HTTP/1.1\r\nHost: x\r\n\r\n".getBytes());
                while (!answers.next().equals("The server is running.")) {
                    // A line of its head; the scanner throws where the connection has ended.
                }
            }
        }
    }

    @Test
    void aHeadThatDripsThroughTlsIsEnded() throws Exception {
        var limits = new PortLimits(64 << 10, 100, Duration.ofSeconds(1));
        try (var impatient = new HttpPort("127.0.0.1", 0, limits, tls, Duration.ofMillis(500));
                var http = Trust.in(made.file("ca.pem")).client().build();
                var socket =
                        http.sslContext()
                                .getSocketFactory()
                                .createSocket("127.0.0.1", impatient.address().getPort())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nX-Slow: ".getBytes());

            assertThat(Drip.endsWhileDripping(socket)).isTrue();
        }
    }

    @Test
    void aClientOfHttpsOnAPlainPortIsToldSo() throws Exception {
        try (var plain =
                new HttpPort(
                        "127.0.0.1",
                        0,
                        new PortLimits(64 << 10, 100, PortLimits.HEAD),
                        null,
                        Duration.ofMillis(500))) {
            assertThat(
                            failure(
                                    Trust.SYSTEM,
                                    URI.create("https://127.0.0.1:" + plain.address().getPort())))
                    .contains("does not speak TLS");
        }
    }
}
