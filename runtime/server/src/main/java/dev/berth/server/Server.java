package dev.berth.server;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.ServerFacts;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.ecs.Arns;
import dev.berth.events.EventDeliveries;
import dev.berth.events.EventHub;
import dev.berth.events.EventsPage;
import dev.berth.gateway.Gateway;
import dev.berth.http.HttpPort;
import dev.berth.http.PageGuard;
import dev.berth.http.PageSection;
import dev.berth.http.SocketGuard;
import dev.berth.metrics.ServerMetrics;
import dev.berth.pages.ExplainPages;
import dev.berth.pages.MetricsPages;
import dev.berth.protocol.sigv4.Credentials;
import dev.berth.protocol.sigv4.Verifier;
import dev.berth.server.config.AccessKey;
import dev.berth.server.config.ConfigException;
import dev.berth.server.config.ServerConfig;
import dev.berth.sts.StsService;
import dev.berth.wire.AwsApi;
import dev.berth.wire.CallLog;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts and stops a server. It listens before it reads the journal, so that health checks are
 * answered, and serves calls when its views show the whole journal. Components are stopped in
 * reverse order of their start, the port first.
 */
final class Server implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);
    private static final Duration LOOK_AT_DATABASE = Duration.ofSeconds(5);

    private final ServerConfig config;
    private final ConfigurationReload.Reader reader;
    private ConfigurationReload reload;
    private final ServerMetrics metrics = new ServerMetrics(Version.text());
    private final Deque<Stop> stops = new ArrayDeque<>();
    private Database database;
    private String endpoint;
    private boolean closed;

    private interface Stop {
        void stop() throws Exception;
    }

    private Server(ServerConfig config, ConfigurationReload.Reader reader) {
        this.config = config;
        this.reader = reader;
    }

    /** A server whose configuration cannot be reloaded. */
    static Server start(ServerConfig config) throws StartException {
        return start(config, () -> config);
    }

    /**
     * Returns when the server answers calls; it is not announced yet. If the start fails, all
     * components that were started are stopped.
     */
    static Server start(ServerConfig config, ConfigurationReload.Reader reader)
            throws StartException {
        var server = new Server(config, reader);
        try {
            server.start();
            return server;
        } catch (StartException | RuntimeException reason) {
            server.close();
            throw reason;
        }
    }

    private void start() throws StartException {
        stops.push(metrics::close);
        stops.push(DataFolderLock.take(config.data())::close);
        var keys = keys();
        var plugins = ConfiguredPlugins.start(config);
        stops.push(plugins::close);
        reload = new ConfigurationReload(reader, plugins);
        var port = listen();
        database = openDatabase();
        checkFacts(database);
        var plane = startControlPlane(database, plugins.placement());
        var arns = new Arns(config.aws().region(), config.aws().accountId());
        var clock = plane.clock();
        var services =
                List.of(
                        EcsOperations.service(
                                EcsOperations.over(plane, arns, config.server().publicUrl())),
                        StsService.over(arns));
        var verifier =
                new Verifier(
                        arns.region(),
                        AwsApi.signingNames(services),
                        config.signature().maxSkew(),
                        id -> Optional.ofNullable(keys.get(id)));
        var gateway = new Gateway(plane, arns);
        metrics.watch(plane);
        metrics.watch(plugins);
        var events = new EventHub(plane, arns, metrics.events());
        metrics.watch(events);
        port.serve(
                new AwsApi(verifier, clock, services, new CallLog().andThen(metrics.calls())),
                new SocketGuard(verifier, clock, gateway),
                new PageGuard(
                        verifier,
                        clock,
                        config.admin().token(),
                        List.of(
                                PageSection.guarded(gateway.pages()),
                                PageSection.guarded(new ExplainPages(plane, arns)),
                                PageSection.guarded(
                                        new EventsPage(events, arns, database.threads())),
                                PageSection.guarded(plugins.pages()),
                                PageSection.guardedAction("/-/reload", reload),
                                MetricsPages.figures(metrics),
                                MetricsPages.targets(plane, reachedAt()))),
                plane::writeProblem);
        // The port is closed before the components, so that no call is answered by a partly stopped
        // server.
        stops.push(port::close);
        stops.push(events::close); // the port waits for the end of event streams
        var deliveries = EventDeliveries.start(plugins.events(), events, plane, metrics.events());
        stops.push(deliveries::close);
    }

    ConfigurationReload reload() {
        return reload;
    }

    /** The address at which others reach the server, as far as it is known. */
    private URI reachedAt() {
        var publicUrl = config.server().publicUrl();
        return publicUrl == null ? URI.create(endpoint) : publicUrl;
    }

    private Map<String, Credentials> keys() throws StartException {
        var keys = new HashMap<String, Credentials>();
        for (var key : configuredOrOwn()) {
            keys.put(key.accessKeyId(), Credentials.of(key.accessKeyId(), key.secretAccessKey()));
        }
        return keys;
    }

    private List<AccessKey> configuredOrOwn() throws StartException {
        if (!config.aws().accessKeys().isEmpty()) {
            return config.aws().accessKeys();
        }
        var path = config.data().resolve("credentials");
        try {
            return List.of(new CredentialsFile(path).readOrCreate());
        } catch (ConfigException reason) {
            throw new StartException(StartException.CONFIGURATION, reason.getMessage());
        } catch (IOException reason) {
            throw new StartException(
                    StartException.CONFIGURATION,
                    path + ": expected a readable and writable file: " + reason);
        }
    }

    private HttpPort listen() throws StartException {
        var listening = Listening.as(config.server());
        stops.push(listening.port()::close);
        endpoint = listening.endpoint();
        return listening.port();
    }

    private Database openDatabase() throws StartException {
        var settings = config.database();
        try {
            var database = Database.open(settings);
            stops.push(database::close);
            return database;
        } catch (RuntimeException reason) {
            throw new StartException(
                    StartException.OTHER,
                    "The database %s cannot be opened: %s".formatted(settings, rootOf(reason)));
        }
    }

    /** Checks that account and region, which are part of every ARN, have not changed. */
    private void checkFacts(Database database) throws StartException {
        var facts = new ServerFacts(database);
        var wanted =
                Map.of(
                        "aws.account-id", config.aws().accountId(),
                        "aws.region", config.aws().region());
        for (var fact : wanted.entrySet()) {
            String kept;
            try {
                kept = facts.keep(fact.getKey(), fact.getValue());
            } catch (SQLException reason) {
                throw new StartException(
                        StartException.OTHER, "The database cannot be read: " + reason);
            }
            if (!kept.equals(fact.getValue())) {
                throw new StartException(
                        StartException.CONFIGURATION,
                        "%s: expected %s, which was fixed at the first start with %s, found %s"
                                .formatted(
                                        fact.getKey(), kept, database.settings(), fact.getValue()));
            }
        }
    }

    private ControlPlane startControlPlane(Database database, PlacementPoints points)
            throws StartException {
        try {
            var plane =
                    ControlPlane.start(
                            database,
                            config.retention(),
                            points,
                            InstantSource.system(),
                            ConfigFactory.empty(),
                            metrics.plane(),
                            config.services()::of);
            stops.pop(); // The control plane closes the database after its last write.
            stops.push(plane::close);
            return plane;
        } catch (SQLException | RuntimeException reason) {
            LOG.error("The control plane did not start", reason);
            throw new StartException(
                    StartException.OTHER, "The journal cannot be served: " + rootOf(reason));
        }
    }

    private static String rootOf(Throwable reason) {
        var root = reason;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }

    /**
     * Writes the run file, which is removed when the server is closed. Call it after the shutdown
     * hook is installed: a process that is killed before cannot remove the file.
     */
    synchronized void announce() throws StartException {
        if (closed) {
            return;
        }
        var file = new ServerRunFile(config.data());
        var aws = config.aws();
        try {
            file.write(
                    new ServerRunFile.Running(
                            ProcessHandle.current().pid(),
                            endpoint,
                            aws.region(),
                            aws.accountId(),
                            config.server().tls() == null ? null : config.server().tls().caFile()));
        } catch (IOException reason) {
            throw new StartException(
                    StartException.OTHER,
                    "run/server.json in the data folder cannot be written: " + reason);
        }
        stops.push(file::remove);
        LOG.info(
                "Berth is ready at {}: account {}, region {}, data in {}",
                endpoint,
                aws.accountId(),
                aws.region(),
                config.data());
    }

    String endpoint() {
        return endpoint;
    }

    /**
     * Waits until the server cannot continue, and returns the reason. This happens only if the
     * embedded database closes itself; it can be opened again only by a new process.
     */
    String awaitLoss() throws InterruptedException {
        while (!database.isLost()) {
            Thread.sleep(LOOK_AT_DATABASE);
        }
        return "The database in "
                + config.data()
                + " could not be written and has closed itself; is the disk full? Free disk space and"
                + " start the server again: no acknowledged write is lost.";
    }

    /**
     * Stops in reverse order. A component that fails to stop is logged, and the others are stopped.
     */
    @Override
    public synchronized void close() {
        closed = true;
        while (!stops.isEmpty()) {
            try {
                stops.pop().stop();
            } catch (Exception reason) {
                LOG.warn("A component of the server failed to stop", reason);
            }
        }
    }
}
