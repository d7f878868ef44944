package dev.berth.server.config;

import com.typesafe.config.ConfigObject;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.placement.Placing.Strategy;
import dev.berth.domain.service.plan.ServicePolicy;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * All settings of a server. The components have the names of the keys of {@code berth.conf}; {@code
 * logFormat} is {@code log.format}. A component is null only if its Javadoc says so.
 */
public record ServerConfig(
        Path data,
        Server server,
        Aws aws,
        Persistence persistence,
        Retention retention,
        Signature signature,
        Placement placement,
        Services services,
        Plugins plugins,
        LogFormat logFormat,
        Admin admin) {

    /** The database of the journal. */
    public DatabaseSettings database() {
        return persistence.url() == null
                ? DatabaseSettings.h2(data.resolve("berth"))
                : new DatabaseSettings(
                        persistence.url(), persistence.user(), persistence.password());
    }

    /**
     * The port of the server.
     *
     * @param port 0 lets the operating system choose
     * @param publicUrl the address to which agents connect, without a slash at its end; null for
     *     the address that they called
     * @param maxBody the maximum size of a request body, in bytes
     * @param maxConnections the maximum number of open connections
     * @param tls null for plain HTTP
     */
    public record Server(
            String host, int port, URI publicUrl, long maxBody, int maxConnections, Tls tls) {}

    /**
     * HTTPS, with files in PEM.
     *
     * @param certificate the certificate of the server and the intermediate certificates
     * @param caFile the CAs that the commands on this machine trust; null for those of the JDK
     */
    public record Tls(Path certificate, Path key, Path caFile) {}

    /**
     * The account and the region of this server.
     *
     * @param accessKeys empty for the access key in {@code credentials} in the data folder
     */
    public record Aws(String accountId, String region, List<AccessKey> accessKeys) {
        public Aws {
            accessKeys = List.copyOf(accessKeys);
        }
    }

    /**
     * The database.
     *
     * @param url null for the H2 file in the data folder
     * @param user null if the URL or the driver has a default
     * @param password null if it is not needed
     */
    public record Persistence(String url, String user, String password) {
        /** Omits the URL, because it can contain a password. */
        @Override
        public String toString() {
            return "Persistence[user=" + user + "]";
        }
    }

    /**
     * The check of signatures.
     *
     * @param maxSkew the maximum difference of a client's clock
     */
    public record Signature(Duration maxSkew) {}

    /**
     * The placement of tasks.
     *
     * @param defaultStrategy for requests without strategies
     * @param clusters the default strategy of single clusters, by name
     */
    public record Placement(List<Strategy> defaultStrategy, Map<String, List<Strategy>> clusters) {}

    /**
     * How services are scheduled.
     *
     * @param policy for every cluster that has none of its own
     * @param clusters by name
     */
    public record Services(ServicePolicy policy, Map<String, ServicePolicy> clusters) {
        public ServicePolicy of(String cluster) {
            return clusters.getOrDefault(cluster, policy);
        }
    }

    /**
     * The plugins.
     *
     * @param callTimeout the time limit of one call, or one plan
     * @param retryAfter the time until an unhealthy plugin is tried again
     * @param settings the section of each plugin, by the name of its point
     */
    public record Plugins(Duration callTimeout, Duration retryAfter, ConfigObject settings) {
        /** Omits the settings, because only the plugins know which are secret. */
        @Override
        public String toString() {
            return "Plugins[callTimeout=" + callTimeout + ", retryAfter=" + retryAfter + "]";
        }
    }

    /**
     * Access for callers that do not sign requests.
     *
     * @param token null if it is not set
     */
    public record Admin(String token) {
        @Override
        public String toString() {
            return "Admin[token " + (token == null ? "not set" : "set") + "]";
        }
    }
}
