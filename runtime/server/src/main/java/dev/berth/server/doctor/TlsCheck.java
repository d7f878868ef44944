package dev.berth.server.doctor;

import dev.berth.http.tls.ServerCertificate;
import dev.berth.http.tls.UnusableTls;
import dev.berth.protocol.client.Trust;
import dev.berth.server.config.ServerConfig;
import java.io.IOException;
import java.time.Instant;

/** Reads the TLS files in the same way as the server. */
final class TlsCheck {
    private static final String NAME = "tls";

    private TlsCheck() {}

    static Check of(ServerConfig.Tls tls) {
        try {
            Trust.in(tls.caFile());
            return ServerCertificate.read(tls.certificate(), tls.key())
                    .complaint(Instant.now())
                    .map(complaint -> Check.warning(NAME, complaint))
                    .orElseGet(() -> Check.ok(NAME, tls.certificate().toString()));
        } catch (IOException reason) {
            return Check.wrong(NAME, "server.tls.ca-file: " + reason.getMessage());
        } catch (UnusableTls reason) {
            return Check.wrong(NAME, reason.getMessage());
        }
    }
}
