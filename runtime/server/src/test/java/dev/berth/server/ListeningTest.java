package dev.berth.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.berth.http.tls.TestCertificates;
import dev.berth.server.config.ServerConfig;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ListeningTest {
    @TempDir static Path folder;
    private TestCertificates made;

    @BeforeAll
    void make() throws Exception {
        made =
                new TestCertificates(folder)
                        .issue("address", "ec", "IP:127.0.0.1,DNS:localhost")
                        .issue("name", "ec", "DNS:localhost")
                        .issue("public", "ec", "DNS:berth.example.org")
                        .issue("stranger", "ec", "DNS:other.example.org");
        Files.writeString(made.file("none.pem"), "none\n");
    }

    private ServerConfig.Server config(String host, ServerConfig.Tls tls) {
        return new ServerConfig.Server(
                host, 0, URI.create("https://berth.example.org"), 1 << 20, 100, tls);
    }

    private ServerConfig.Tls tls(String name) {
        return new ServerConfig.Tls(made.file(name + ".pem"), made.file(name + ".key"), null);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,address,127.0.0.1",
        "0.0.0.0,address,127.0.0.1",
        "127.0.0.1,name,localhost",
        "0.0.0.0,public,berth.example.org",
        "127.0.0.1,stranger,127.0.0.1"
    })
    void theEndpointIsOneThatTheCertificateNames(String host, String name, String announced)
            throws Exception {
        var listening = Listening.as(config(host, tls(name)));
        try (var port = listening.port()) {
            assertThat(listening.endpoint())
                    .isEqualTo("https://" + announced + ":" + port.address().getPort());
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1", "0.0.0.0"})
    void withoutTlsItIsPlain(String host) throws Exception {
        var listening = Listening.as(config(host, null));
        try (var port = listening.port()) {
            assertThat(listening.endpoint())
                    .isEqualTo("http://127.0.0.1:" + port.address().getPort());
        }
    }

    @Test
    void whatCannotBeUsedIsRefusedWithKeyFileAndExpectation() {
        var mixed = new ServerConfig.Tls(made.file("name.pem"), made.file("address.key"), null);
        assertThat(refusal(mixed))
                .startsWith("server.tls.key: " + made.file("address.key") + ": expected the key");
        var noCa =
                new ServerConfig.Tls(
                        made.file("name.pem"), made.file("name.key"), made.file("none.pem"));
        assertThat(refusal(noCa))
                .startsWith("server.tls.ca-file: " + made.file("none.pem") + ": expected");
    }

    private String refusal(ServerConfig.Tls tls) {
        var refusal =
                catchThrowableOfType(
                        StartException.class, () -> Listening.as(config("127.0.0.1", tls)));
        assertThat(refusal.exitCode()).isEqualTo(StartException.CONFIGURATION);
        return refusal.getMessage();
    }
}
