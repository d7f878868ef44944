package dev.berth.server;

import dev.berth.http.HttpPort;
import dev.berth.http.PortLimits;
import dev.berth.http.tls.TlsFiles;
import dev.berth.http.tls.UnusableTls;
import dev.berth.protocol.client.Trust;
import dev.berth.server.config.ServerConfig;
import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bound port of a server.
 *
 * @param endpoint the address at which clients on this machine reach it
 */
record Listening(HttpPort port, String endpoint) {
    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);
    private static final Duration LAST_REQUESTS = Duration.ofSeconds(3);

    /** Binds the port with the settings of the configuration. */
    static Listening as(ServerConfig.Server config) throws StartException {
        var tls = config.tls() == null ? null : read(config.tls());
        var limits = new PortLimits(config.maxBody(), config.maxConnections(), PortLimits.HEAD);
        try {
            var port = new HttpPort(config.host(), config.port(), limits, tls, LAST_REQUESTS);
            return new Listening(port, endpoint(port, config, tls));
        } catch (BindException reason) {
            throw new StartException(
                    StartException.PORT_TAKEN,
                    "server.port: %s:%d cannot be bound (%s). Is another server running? Choose"
                                    .formatted(config.host(), config.port(), reason.getMessage())
                            + " another port with --port.");
        }
    }

    private static TlsFiles read(ServerConfig.Tls tls) throws StartException {
        try {
            Trust.in(tls.caFile()); // The commands on this machine read it.
        } catch (IOException reason) {
            throw new StartException(
                    StartException.CONFIGURATION, "server.tls.ca-file: " + reason.getMessage());
        }
        try {
            return new TlsFiles(tls.certificate(), tls.key(), InstantSource.system());
        } catch (UnusableTls reason) {
            throw new StartException(StartException.CONFIGURATION, reason.getMessage());
        }
    }

    private static String endpoint(HttpPort port, ServerConfig.Server config, TlsFiles tls) {
        var bound = port.address();
        if (tls == null) {
            if (!bound.getAddress().isLoopbackAddress()) {
                LOG.warn(
                        "{}:{} accepts unencrypted connections from other machines: environment variables and"
                                + " the output of tasks can be read on the network. Set server.tls, or use a"
                                + " proxy with TLS in front.",
                        config.host(),
                        bound.getPort());
            }
            return AnnouncedEndpoint.plain(bound);
        }
        var named = AnnouncedEndpoint.encrypted(bound, tls.current(), config.publicUrl());
        if (named.isEmpty()) {
            LOG.warn(
                    "server.tls.certificate: {} contains neither the address {}, nor localhost, nor the"
                            + " host of server.public-url: the"
                            + " commands and agents on this machine will refuse it. Set"
                            + " server.public-url to a name in the certificate that resolves to this server.",
                    config.tls().certificate(),
                    bound.getAddress().getHostAddress());
        }
        return named.orElseGet(
                () -> AnnouncedEndpoint.plain(bound).replaceFirst("^http:", "https:"));
    }
}
