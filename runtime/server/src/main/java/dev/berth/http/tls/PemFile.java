package dev.berth.http.tls;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A PEM file with certificates or a private key. Error messages never quote the content of a key
 * file.
 *
 * @param setting the configuration key that names the file, for error messages
 */
record PemFile(String setting, Path path) {
    private static final long MAX_SIZE = 1 << 20;
    private static final Pattern KEY =
            Pattern.compile(
                    "-----BEGIN ([A-Z0-9 ]*)PRIVATE KEY-----\\s(.*?)-----END \\1PRIVATE KEY-----",
                    Pattern.DOTALL);

    /** The certificates; at least one. */
    List<X509Certificate> certificates() throws UnusableTls {
        var expected =
                "expected certificates (-----BEGIN CERTIFICATE-----), the server's own first";
        try (var in = Files.newInputStream(readable())) {
            var chain =
                    CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                            .map(X509Certificate.class::cast)
                            .toList();
            if (chain.isEmpty()) {
                throw unusable(expected + ", found none", null);
            }
            return chain;
        } catch (CertificateException reason) {
            throw unusable(expected + ", found an invalid one", reason);
        } catch (IOException reason) {
            throw unusable("expected a file that can be read: " + reason, reason);
        }
    }

    /** The private key, RSA or EC, in PKCS#8. */
    PrivateKey key() throws UnusableTls {
        String text;
        try {
            text = Files.readString(readable(), StandardCharsets.US_ASCII);
        } catch (IOException reason) {
            throw unusable("expected a readable text file", null);
        }
        var found = KEY.matcher(text);
        if (!found.find()) {
            throw unusable("expected a key (-----BEGIN PRIVATE KEY-----), found none", null);
        }
        if (!found.group(1).isEmpty()) {
            throw unusable(
                    "expected a key in PKCS#8 without a password (-----BEGIN PRIVATE KEY-----),"
                            + " found BEGIN %sPRIVATE KEY. Convert it: openssl pkcs8 -topk8"
                                    .formatted(found.group(1))
                            + " -nocrypt -in OLD -out NEW",
                    null);
        }
        var encoded = decoded(found.group(2));
        for (var algorithm : List.of("EC", "RSA")) {
            try {
                return KeyFactory.getInstance(algorithm)
                        .generatePrivate(new PKCS8EncodedKeySpec(encoded));
            } catch (GeneralSecurityException _) {
                // The key has the other algorithm or is damaged.
            }
        }
        throw unusable(
                "expected an RSA or EC key, found another kind of key or a damaged one", null);
    }

    private byte[] decoded(String base64) throws UnusableTls {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException reason) {
            throw unusable("expected a key in base64, found a damaged key", null);
        }
    }

    private Path readable() throws IOException, UnusableTls {
        if (!Files.isRegularFile(path) || !Files.isReadable(path) || Files.size(path) > MAX_SIZE) {
            throw unusable("expected a file of at most 1 MiB that can be read", null);
        }
        return path;
    }

    private UnusableTls unusable(String sentence, Throwable cause) {
        return new UnusableTls(setting + ": " + path + ": " + sentence, cause);
    }
}
