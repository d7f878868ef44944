package dev.berth.protocol.client;

import java.io.IOException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.CertificateNotYetValidException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;

/** The CAs that a client trusts: those of the JDK, or those in a file alone. */
public final class Trust {
    /** The CAs that the JDK has. */
    public static final Trust SYSTEM = new Trust(null);

    private static final long MAX_FILE = 4 << 20;

    private final SSLContext context;

    private Trust(SSLContext context) {
        this.context = context;
    }

    /**
     * The CAs in a file and no others; null for {@link #SYSTEM}.
     *
     * @param caFile PEM, one certificate or several
     * @throws IOException with a sentence that names the file
     */
    public static Trust in(Path caFile) throws IOException {
        if (caFile == null) {
            return SYSTEM;
        }
        try {
            var store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (var certificate : certificates(caFile)) {
                store.setCertificateEntry("ca-" + store.size(), certificate);
            }
            var factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            var context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[0], factory.getTrustManagers(), new SecureRandom());
            return new Trust(context);
        } catch (GeneralSecurityException e) {
            throw new IOException(caFile + " cannot be used as a file of CAs: " + e, e);
        }
    }

    private static Collection<? extends Certificate> certificates(Path caFile)
            throws IOException, GeneralSecurityException {
        if (!Files.isRegularFile(caFile)
                || !Files.isReadable(caFile)
                || Files.size(caFile) > MAX_FILE) {
            throw new IOException(caFile + ": expected a file of CA certificates that can be read");
        }
        try (var file = Files.newInputStream(caFile)) {
            var certificates = CertificateFactory.getInstance("X.509").generateCertificates(file);
            if (!certificates.isEmpty()) {
                return certificates;
            }
        } catch (CertificateException e) {
            // Said below.
        }
        throw new IOException(
                caFile + ": expected CA certificates as PEM (-----BEGIN CERTIFICATE-----)");
    }

    /** The builder of a client for HTTP/1.1. */
    public HttpClient.Builder client() {
        var client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1);
        return context == null ? client : client.sslContext(context);
    }

    /**
     * The failure of a call with a sentence that says what to do, where TLS is the reason; else the
     * failure as it is.
     */
    public static IOException explained(URI server, IOException failure) {
        var at = server.getScheme() + "://" + server.getRawAuthority();
        var causes =
                Stream.<Throwable>iterate(failure, e -> e != null, Throwable::getCause).toList();
        if (causes.stream().anyMatch(SSLException.class::isInstance)) {
            var sentence = sentence(at, server.getHost(), causes);
            return sentence == null ? failure : new Untrusted(sentence, failure);
        }
        var isGarbled =
                causes.stream()
                        .anyMatch(
                                e ->
                                        e instanceof ProtocolException
                                                || String.valueOf(e.getMessage())
                                                        .contains("header parser received no"));
        return isGarbled && List.of("http", "ws").contains(server.getScheme())
                ? new Untrusted(
                        at + " does not answer as HTTP; where it has server.tls, say https://.",
                        failure)
                : failure;
    }

    private static String sentence(String at, String host, List<Throwable> causes) {
        if (causes.stream().anyMatch(CertificateExpiredException.class::isInstance)) {
            return "The certificate of " + at + " has expired; renew it (server.tls).";
        }
        if (causes.stream().anyMatch(CertificateNotYetValidException.class::isInstance)) {
            return "The certificate of " + at + " is not valid yet; is a clock wrong?";
        }
        var messages = causes.stream().map(e -> String.valueOf(e.getMessage())).toList();
        if (messages.stream()
                .anyMatch(
                        m -> m.contains("ubject alternative") || m.contains("No name matching"))) {
            return "The certificate of %s does not name %s; call the server by a name that it names, or add this one."
                    .formatted(at, host);
        }
        if (messages.stream().anyMatch(m -> m.contains("nrecognized SSL message"))) {
            return at + " does not speak TLS; say http://, or set server.tls there.";
        }
        return causes.stream().anyMatch(CertificateException.class::isInstance)
                        || causes.stream().anyMatch(SSLHandshakeException.class::isInstance)
                                && messages.stream().anyMatch(m -> m.contains("PKIX"))
                ? "The certificate of %s is of a CA that is not trusted here. Name the CA's PEM file: --ca-file FILE for berth agent (or AWS_CA_BUNDLE), server.tls.ca-file in the server's berth.conf for the commands on its machine."
                        .formatted(at)
                : null;
    }

    /** The two sides do not agree about TLS; the message says what to do. */
    public static final class Untrusted extends IOException {
        Untrusted(String sentence, IOException cause) {
            super(sentence, cause);
        }

        /** The sentence alone, which stands in logs among the reasons of other failures. */
        @Override
        public String toString() {
            return getMessage();
        }
    }
}
