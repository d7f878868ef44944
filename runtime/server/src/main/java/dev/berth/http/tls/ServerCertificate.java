package dev.berth.http.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * A certificate chain and the private key of its first certificate.
 *
 * @param chain the server's own certificate first
 */
public record ServerCertificate(List<X509Certificate> chain, PrivateKey key) {
    private static final int DNS = 2;
    private static final int ADDRESS = 7;

    /** Reads and checks the files. An expired certificate is accepted: see {@link #complaint}. */
    public static ServerCertificate read(Path certificate, Path key) throws UnusableTls {
        var chain = new PemFile("server.tls.certificate", certificate).certificates();
        var privateKey = new PemFile("server.tls.key", key).key();
        if (!belong(chain.getFirst().getPublicKey(), privateKey)) {
            throw new UnusableTls(
                    "server.tls.key: %s: expected the key of the first certificate in %s (%s), found another one"
                            .formatted(
                                    key, certificate, chain.getFirst().getSubjectX500Principal()));
        }
        return new ServerCertificate(chain, privateKey);
    }

    private static boolean belong(PublicKey publicKey, PrivateKey privateKey) {
        if (!publicKey.getAlgorithm().equals(privateKey.getAlgorithm())) {
            return false;
        }
        try {
            var signature =
                    Signature.getInstance(
                            publicKey.getAlgorithm().equals("EC")
                                    ? "SHA256withECDSA"
                                    : "SHA256withRSA");
            var text = new byte[] {7, 0, 7, 0};
            signature.initSign(privateKey);
            signature.update(text);
            var signed = signature.sign();
            signature.initVerify(publicKey);
            signature.update(text);
            return signature.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    /** Why clients will refuse the certificate because of its dates; empty if they will not. */
    public Optional<String> complaint(Instant now) {
        for (var certificate : chain) {
            if (certificate.getNotAfter().toInstant().isBefore(now)) {
                return Optional.of(
                        "%s has expired at %s"
                                .formatted(
                                        certificate.getSubjectX500Principal(),
                                        certificate.getNotAfter().toInstant()));
            }
            if (certificate.getNotBefore().toInstant().isAfter(now)) {
                return Optional.of(
                        "%s is not valid before %s"
                                .formatted(
                                        certificate.getSubjectX500Principal(),
                                        certificate.getNotBefore().toInstant()));
            }
        }
        return Optional.empty();
    }

    /** Whether the certificate is valid for this host name or address. */
    public boolean names(String host) {
        try {
            var names = chain.getFirst().getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .anyMatch(
                                    name ->
                                            switch ((Integer) name.getFirst()) {
                                                case DNS -> matches((String) name.get(1), host);
                                                case ADDRESS -> isSame((String) name.get(1), host);
                                                default -> false;
                                            });
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    private static boolean matches(String name, String host) {
        var wanted = host.toLowerCase(Locale.ROOT);
        var given = name.toLowerCase(Locale.ROOT);
        var dot = wanted.indexOf('.');
        return given.equals(wanted)
                || given.startsWith("*.")
                        && dot > 0
                        && given.substring(1).equals(wanted.substring(dot));
    }

    private static boolean isSame(String address, String host) {
        try {
            return InetAddress.ofLiteral(address).equals(InetAddress.ofLiteral(host));
        } catch (IllegalArgumentException e) {
            return false; // the host is a name
        }
    }

    SSLContext context() throws UnusableTls {
        try {
            var password = new char[0]; // the key store is in memory only
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, password);
            store.setKeyEntry("berth", key, password, chain.toArray(X509Certificate[]::new));
            var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(store, password);
            var context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), new TrustManager[0], new SecureRandom());
            return context;
        } catch (GeneralSecurityException | IOException reason) {
            throw new UnusableTls(
                    "server.tls: the certificate or key cannot be used: " + reason, reason);
        }
    }
}
