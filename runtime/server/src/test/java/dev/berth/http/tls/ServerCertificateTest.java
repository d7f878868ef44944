package dev.berth.http.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServerCertificateTest {
    @TempDir static Path folder;
    private TestCertificates made;

    @BeforeAll
    void make() throws Exception {
        made =
                new TestCertificates(folder)
                        .issue("rsa", "rsa:2048", "IP:127.0.0.1,DNS:*.example.org")
                        .issue("ec", "ec", "IP:::1,DNS:localhost")
                        .issue("other", "ec", "DNS:other");
        made.openssl("ec -in ec.key -out sec1.key");
        made.openssl("rsa -in rsa.key -traditional -out pkcs1.key");
        made.openssl("pkcs8 -topk8 -in ec.key -passout pass:hush -out locked.key");
        made.openssl("genpkey -algorithm ed25519 -out ed.key");
        Files.writeString(folder.resolve("empty"), "");
        Files.writeString(
                folder.resolve("broken.key"),
                "-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n");
        Files.writeString(
                folder.resolve("broken.pem"),
                "-----BEGIN CERTIFICATE-----\nc2VjcmV0\n-----END CERTIFICATE-----\n");
    }

    private ServerCertificate read(String certificate, String key) throws UnusableTls {
        return ServerCertificate.read(made.file(certificate), made.file(key));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rsa", "ec"})
    void aPairOfRsaOrEcIsTakenWithItsChain(String name) throws Exception {
        var chain = folder.resolve(name + "-chain.pem");
        Files.writeString(
                chain,
                Files.readString(made.file(name + ".pem")) + Files.readString(made.file("ca.pem")));

        var read = ServerCertificate.read(chain, made.file(name + ".key"));

        assertThat(read.chain()).hasSize(2);
        assertThat(read.context()).isNotNull();
        assertThat(read.complaint(Instant.now())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.key", "rsa.key", "ca.key"})
    void aKeyOfAnotherCertificateIsRefused(String key) {
        assertThatThrownBy(() -> read("ec.pem", key))
                .isInstanceOf(UnusableTls.class)
                .hasMessageStartingWith("server.tls.key: " + made.file(key) + ": expected the key")
                .hasMessageContaining(made.file("ec.pem").toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sec1.key",
                "pkcs1.key",
                "locked.key",
                "ed.key",
                "empty",
                "broken.key",
                "ec.pem",
                "no-such-file"
            })
    void whatIsNoKeyOfPkcs8IsRefusedWithFileAndExpectation(String key) {
        assertThatThrownBy(() -> read("ec.pem", key))
                .isInstanceOf(UnusableTls.class)
                .hasMessageStartingWith("server.tls.key: " + made.file(key) + ": expected ")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void aKeyInAnOlderFormIsRefusedWithTheCommandThatConvertsIt() {
        for (var key : new String[] {"sec1.key", "pkcs1.key", "locked.key"}) {
            assertThatThrownBy(() -> read("ec.pem", key))
                    .hasMessageContaining("openssl pkcs8 -topk8 -nocrypt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"empty", "broken.pem", "ec.key", "no-such-file"})
    void whatIsNoCertificateIsRefusedWithFileAndExpectation(String certificate) {
        assertThatThrownBy(() -> read(certificate, "ec.key"))
                .isInstanceOf(UnusableTls.class)
                .hasMessageStartingWith(
                        "server.tls.certificate: " + made.file(certificate) + ": expected ");
    }

    @Test
    void itTellsWhetherItsTimeIsOverOrHasNotCome() throws Exception {
        var read = read("ec.pem", "ec.key");

        assertThat(read.complaint(Instant.now().plus(Duration.ofDays(3))))
                .hasValueSatisfying(c -> assertThat(c).contains("CN=ec has expired at "));
        assertThat(read.complaint(Instant.now().minus(Duration.ofDays(1))))
                .hasValueSatisfying(c -> assertThat(c).contains("CN=ec is not valid before "));
    }

    @Test
    void itNamesItsAddressesAndNamesAndNothingElse() throws Exception {
        var rsa = read("rsa.pem", "rsa.key");
        var ec = read("ec.pem", "ec.key");

        assertThat(rsa.names("127.0.0.1")).isTrue();
        assertThat(rsa.names("a.example.org")).isTrue();
        assertThat(rsa.names("A.EXAMPLE.ORG")).isTrue();
        assertThat(rsa.names("a.b.example.org")).isFalse();
        assertThat(rsa.names("example.org")).isFalse();
        assertThat(rsa.names("127.0.0.2")).isFalse();
        assertThat(ec.names("0:0:0:0:0:0:0:1")).isTrue();
        assertThat(ec.names("localhost")).isTrue();
        assertThat(ec.names("ec")).isFalse();
    }

    @Test
    void aRenewedPairIsTakenUpAndABrokenOneIsNot() throws Exception {
        var certificate = made.file("live.pem");
        var key = made.file("live.key");
        Files.copy(made.file("ec.pem"), certificate);
        Files.copy(made.file("ec.key"), key);
        var files = new TlsFiles(certificate, key, InstantSource.system());
        var before = files.current();

        Files.delete(certificate);
        files.engine(Duration.ofSeconds(1));
        assertThat(files.current()).isSameAs(before);

        Files.copy(made.file("other.pem"), certificate);
        files.engine(Duration.ofSeconds(1));
        assertThat(files.current()).as("the key is still the old one").isSameAs(before);

        Files.delete(key);
        Files.copy(made.file("other.key"), key);
        files.engine(Duration.ofSeconds(1));
        assertThat(files.current().names("other")).isTrue();
    }
}
