package dev.berth.http.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate and key of new connections. Each new connection checks the modification times of
 * the files, so a renewed pair is used without a restart. A pair that cannot be used is logged
 * once, and the previous pair stays in use. Safe for several threads.
 */
public final class TlsFiles {
    private static final Logger LOG = LoggerFactory.getLogger(TlsFiles.class);

    private final Path certificate;
    private final Path key;
    private final InstantSource clock;
    private ServerCertificate current;
    private SSLContext context;
    private List<Object> seen;

    /**
     * Reads them.
     *
     * @throws UnusableTls if the server must not start with these files
     */
    public TlsFiles(Path certificate, Path key, InstantSource clock) throws UnusableTls {
        this.certificate = certificate;
        this.key = key;
        this.clock = clock;
        this.seen = look();
        read();
    }

    public synchronized ServerCertificate current() {
        return current;
    }

    /**
     * The server's side of one connection.
     *
     * @param handshake the timeout of the handshake, which starts now
     */
    public synchronized SSLEngine engine(Duration handshake) {
        var now = look();
        if (!now.equals(seen)) {
            seen = now;
            try {
                read();
            } catch (UnusableTls reason) {
                LOG.warn(
                        "The changed certificate was refused; the previous one stays in use. {}",
                        reason.getMessage());
            }
        }
        var engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return new HandshakeDeadline(engine, handshake);
    }

    private void read() throws UnusableTls {
        var read = ServerCertificate.read(certificate, key);
        context = read.context();
        current = read;
        var own = read.chain().getFirst();
        read.complaint(clock.instant())
                .ifPresentOrElse(
                        complaint ->
                                LOG.warn(
                                        "server.tls.certificate: {}: {}; clients will refuse it",
                                        certificate,
                                        complaint),
                        () ->
                                LOG.info(
                                        "The port uses the certificate of {}, valid until {}",
                                        own.getSubjectX500Principal(),
                                        own.getNotAfter().toInstant()));
    }

    private List<Object> look() {
        return List.of(state(certificate), state(key));
    }

    private static Object state(Path file) {
        try {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return List.of(
                    attributes.lastModifiedTime(),
                    attributes.size(),
                    String.valueOf(attributes.fileKey()));
        } catch (IOException e) {
            return "unreadable";
        }
    }
}
