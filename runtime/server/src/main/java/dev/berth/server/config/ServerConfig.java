package dev.berth.server.config;

import com.typesafe.config.ConfigObject;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.placement.Placing.Strategy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Everything that can be set about a server; its components are named as the keys of {@code
 * berth.conf}; {@code logFormat} is {@code log.format}. A component is null where its Javadoc says
 * so and nowhere else.
 */
public record ServerConfig(
        Path data,
        Server server,
        Aws aws,
        Persistence persistence,
        Retention retention,
        Signature signature,
        Placement placement,
        Plugins plugins,
        LogFormat logFormat,
        Admin admin) {

    /** Where the journal is. */
    public DatabaseSettings database() {
        return persistence.url() == null
                ? DatabaseSettings.h2(data.resolve("berth"))
                : new DatabaseSettings(
                        persistence.url(), persistence.user(), persistence.password());
    }

    /**
     * Where the server listens.
     *
     * @param port 0 lets the system choose
     * @param publicUrl the address that agents are told to use, without a slash at its end; null
     *     means the one they called
     * @param maxBody the longest request body that is read, in bytes
     * @param maxConnections open at the same time
     * @param tls null means plain HTTP
     */
    public record Server(
            String host, int port, URI publicUrl, long maxBody, int maxConnections, Tls tls) {}

    /**
     * HTTPS, with files in PEM.
     *
     * @param certificate the server's own and what leads to its CA
     * @param caFile the CAs that the commands on this machine trust; null means the JDK's
     */
    public record Tls(Path certificate, Path key, Path caFile) {}

    /**
     * The one account in the one region that this server is.
     *
     * @param accessKeys empty means the pair in the data folder's {@code credentials}
     */
    public record Aws(String accountId, String region, List<AccessKey> accessKeys) {
        public Aws {
            accessKeys = List.copyOf(accessKeys);
        }
    }

    /**
     * The database.
     *
     * @param url null means the H2 file in the data folder
     * @param user null where the URL or the driver's default says it
     * @param password null where none is needed
     */
    public record Persistence(String url, String user, String password) {
        /** Leaves the URL out too, since it may carry a password. */
        @Override
        public String toString() {
            return "Persistence[user=" + user + "]";
        }
    }

    /**
     * Checking signatures.
     *
     * @param maxSkew how far a client's clock may be off
     */
    public record Signature(Duration maxSkew) {}

    /**
     * Where tasks are placed.
     *
     * @param defaultStrategy for requests that name none
     * @param clusters the same for a cluster, by its name
     */
    public record Placement(List<Strategy> defaultStrategy, Map<String, List<Strategy>> clusters) {}

    /**
     * The plugins.
     *
     * @param callTimeout how long one call, or one plan with it, may take
     * @param retryAfter when an unhealthy plugin is tried again
     * @param settings the section of each, by the name of its point
     */
    public record Plugins(Duration callTimeout, Duration retryAfter, ConfigObject settings) {
        /** Leaves the settings out, since only their plugins know which are secret. */
        @Override
        public String toString() {
            return "Plugins[callTimeout=" + callTimeout + ", retryAfter=" + retryAfter + "]";
        }
    }

    /**
     * The way in for what does not sign.
     *
     * @param token null means that there is none
     */
    public record Admin(String token) {
        @Override
        public String toString() {
            return "Admin[token " + (token == null ? "not set" : "set") + "]";
        }
    }
}
