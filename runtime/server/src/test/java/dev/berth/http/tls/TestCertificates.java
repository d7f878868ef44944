package dev.berth.http.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A CA and certificates of it, made with openssl in a folder of the test. */
public final class TestCertificates {
    private final Path folder;

    /** Makes a CA, {@code ca.pem}. */
    public TestCertificates(Path folder) throws Exception {
        this.folder = folder;
        openssl(
                "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2"
                        + " -keyout ca.key -out ca.pem -subj /CN=test-ca"
                        + " -addext basicConstraints=critical,CA:TRUE");
    }

    public Path file(String name) {
        return folder.resolve(name);
    }

    /**
     * Makes NAME.pem and NAME.key.
     *
     * @param kind as openssl calls keys: {@code rsa:2048} or {@code ec}
     * @param names such as {@code IP:127.0.0.1,DNS:localhost}
     */
    public TestCertificates issue(String name, String kind, String names, String... more)
            throws Exception {
        var key =
                kind.equals("ec")
                        ? "-newkey ec -pkeyopt ec_paramgen_curve:P-256"
                        : "-newkey " + kind;
        openssl(
                "req %s -nodes -keyout %s.key -out %s.csr -subj /CN=%s"
                        .formatted(key, name, name, name));
        Files.writeString(file(name + ".ext"), "subjectAltName=" + names + "\n");
        var dates = more.length == 0 ? "-days 2" : String.join(" ", more);
        openssl(
                "x509 -req -in %s.csr -CA ca.pem -CAkey ca.key -CAcreateserial -extfile %s.ext -out %s.pem %s"
                        .formatted(name, name, name, dates));
        return this;
    }

    public void openssl(String arguments) throws Exception {
        var command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments.split(" ")));
        var process =
                new ProcessBuilder(command)
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .start();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + " failed: " + output);
        }
    }
}
