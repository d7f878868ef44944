package dev.berth.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOriginFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.service.plan.ServicePolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Reads the configuration. Precedence: flag, environment variable, file, default. All problems are
 * reported together.
 */
public final class ConfigReader {
    private final Map<String, String> environment;
    private final List<String> problems = new ArrayList<>();

    private ConfigReader(Map<String, String> environment) {
        this.environment = environment;
    }

    /**
     * Reads and validates the configuration.
     *
     * @param file the file of the command line, or null to use {@code berth.conf} in the data
     *     folder if it exists
     * @param flags values of the command line, by the path of the key
     * @param home the user's home folder, which contains the default data folder
     */
    public static ServerConfig read(
            Path file, Map<String, String> flags, Map<String, String> environment, Path home)
            throws ConfigException {
        return new ConfigReader(environment).read(file, flags, home);
    }

    private ServerConfig read(Path file, Map<String, String> flags, Path home)
            throws ConfigException {
        var given = flags(flags).withFallback(variables());
        var usual =
                given.hasPath("data") ? Path.of(given.getString("data")) : home.resolve(".berth");
        var written = file == null ? fileIn(usual) : parse(file);
        refuseUnknown(written.root(), "");
        stopIfWrong();

        var all = given.withFallback(written).withFallback(defaults());
        var data = get(ServerSettings.DATA, all);
        var folder = (data == null ? usual : data).toAbsolutePath().normalize();
        var config =
                new ServerConfig(
                        folder,
                        new ServerConfig.Server(
                                get(ServerSettings.HOST, all),
                                orZero(get(ServerSettings.PORT, all)),
                                get(ServerSettings.PUBLIC_URL, all),
                                orZero(get(ServerSettings.MAX_BODY, all)),
                                orZero(get(ServerSettings.MAX_CONNECTIONS, all)),
                                tls(all, folder)),
                        new ServerConfig.Aws(
                                get(ServerSettings.ACCOUNT_ID, all),
                                get(ServerSettings.REGION, all),
                                orEmpty(get(ServerSettings.ACCESS_KEYS, all))),
                        new ServerConfig.Persistence(
                                get(ServerSettings.DATABASE_URL, all),
                                get(ServerSettings.DATABASE_USER, all),
                                get(ServerSettings.DATABASE_PASSWORD, all)),
                        new Retention(
                                get(ServerSettings.STOPPED_TASKS, all),
                                get(ServerSettings.POST_MORTEM, all),
                                orZero(get(ServerSettings.POST_MORTEM_TASKS, all)),
                                get(ServerSettings.ROWS, all),
                                Boolean.TRUE.equals(get(ServerSettings.KEEP_JOURNAL, all))),
                        new ServerConfig.Signature(get(ServerSettings.MAX_SKEW, all)),
                        new ServerConfig.Placement(
                                get(PlacementSettings.DEFAULT_STRATEGY, all),
                                get(PlacementSettings.CLUSTERS, all)),
                        services(all),
                        new ServerConfig.Plugins(
                                get(PlacementSettings.CALL_TIMEOUT, all),
                                get(PlacementSettings.RETRY_AFTER, all),
                                pluginSettings(all, folder)),
                        get(ServerSettings.LOG_FORMAT, all),
                        new ServerConfig.Admin(get(ServerSettings.ADMIN_TOKEN, all)));
        stopIfWrong();
        return config;
    }

    private ServerConfig.Services services(Config config) {
        var general =
                new SchedulingSettings.OfCluster(
                        get(SchedulingSettings.LOST, config),
                        get(SchedulingSettings.AFTER, config),
                        get(SchedulingSettings.KEPT, config),
                        get(SchedulingSettings.DEPLOYMENT_DEADLINE, config),
                        get(SchedulingSettings.REBALANCING, config),
                        get(SchedulingSettings.MOVES_PER_MINUTE, config));
        var clusters = new HashMap<String, ServicePolicy>();
        var own = get(SchedulingSettings.CLUSTERS, config);
        if (own != null) {
            own.forEach((name, set) -> clusters.put(name, SchedulingSettings.policy(set, general)));
        }
        return new ServerConfig.Services(SchedulingSettings.policy(general, general), clusters);
    }

    /**
     * Null if it is not set. Certificate and key must be set together. Paths are relative to the
     * data folder.
     */
    private ServerConfig.Tls tls(Config config, Path data) {
        var certificate = get(ServerSettings.TLS_CERTIFICATE, config);
        var key = get(ServerSettings.TLS_KEY, config);
        var caFile = get(ServerSettings.TLS_CA_FILE, config);
        if (certificate != null && key != null) {
            return new ServerConfig.Tls(
                    data.resolve(certificate),
                    data.resolve(key),
                    caFile == null ? null : data.resolve(caFile));
        }
        if (certificate != null || key != null || caFile != null) {
            problems.add(
                    config.getValue("server.tls").origin().description()
                            + ": server.tls: expected certificate and key, found one of them or"
                            + " neither");
        }
        return null;
    }

    private ConfigObject pluginSettings(Config config, Path data) {
        var settings = get(PlacementSettings.SETTINGS, config);
        var webhooks = get(EventSettings.WEBHOOKS, config);
        return settings == null || webhooks == null
                ? settings
                : EventSettings.into(settings, webhooks, data, problems);
    }

    private Config flags(Map<String, String> flags) {
        var config = ConfigFactory.empty();
        for (var flag : flags.entrySet()) {
            var name = flag.getKey().replaceFirst("^server\\.", "").replace('.', '-');
            config = config.withValue(flag.getKey(), given("flag --" + name, flag.getValue()));
        }
        return config;
    }

    private Config variables() {
        var config = ConfigFactory.empty();
        for (var setting : ServerSettings.ALL) {
            var value = environment.get(setting.variable());
            if (value != null && !value.isBlank() && setting.scalar()) {
                var from = "environment variable " + setting.variable();
                config = config.withValue(setting.path(), given(from, value));
            }
        }
        return config;
    }

    private static ConfigValue given(String from, String value) {
        return ConfigValueFactory.fromAnyRef(value).withOrigin(ConfigOriginFactory.newSimple(from));
    }

    private static Config defaults() {
        var config = ConfigFactory.empty();
        for (var setting : ServerSettings.ALL) {
            if (setting.fallback() != null) {
                config =
                        config.withFallback(
                                ConfigFactory.parseString(
                                        setting.path() + " = " + setting.fallback()));
            }
        }
        return config;
    }

    private Config fileIn(Path data) {
        var file = data.resolve("berth.conf");
        return Files.exists(file) ? parse(file) : ConfigFactory.empty();
    }

    private Config parse(Path file) {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            problems.add(file + ": expected a readable file");
            return ConfigFactory.empty();
        }
        try {
            var options = ConfigParseOptions.defaults().setAllowMissing(false);
            var written = ConfigFactory.parseFile(file.toFile(), options);
            var variables = ConfigValueFactory.fromMap(environment).toConfig();
            return written.resolveWith(
                    written.withFallback(variables), ConfigResolveOptions.noSystem());
        } catch (com.typesafe.config.ConfigException.UnresolvedSubstitution reason) {
            problems.add(place(reason, file) + ": undefined substitution ${…}");
        } catch (com.typesafe.config.ConfigException reason) {
            // The message of the parser contains the text at that place, which may be a secret.
            problems.add(place(reason, file) + ": expected HOCON (key = value, { … }, [ … ])");
        }
        return ConfigFactory.empty();
    }

    private static String place(com.typesafe.config.ConfigException reason, Path file) {
        return reason.origin() == null ? file.toString() : reason.origin().description();
    }

    private void refuseUnknown(ConfigObject section, String prefix) {
        var entries = new ArrayList<>(section.entrySet());
        entries.sort(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()));
        for (var entry : entries) {
            var path = prefix + ConfigUtil.joinPath(entry.getKey());
            var value = entry.getValue();
            if (ServerSettings.ALL.stream().anyMatch(setting -> setting.path().equals(path))) {
                continue;
            }
            var below = siblings(path + ".");
            if (below.isEmpty()) {
                problems.add(
                        value.origin().description()
                                + ": "
                                + path
                                + ": unknown key, expected one of "
                                + String.join(", ", siblings(prefix)));
            } else if (value instanceof ConfigObject inner) {
                refuseUnknown(inner, path + ".");
            } else {
                problems.add(
                        value.origin().description()
                                + ": "
                                + path
                                + ": expected a section with "
                                + String.join(", ", below));
            }
        }
    }

    private static TreeSet<String> siblings(String prefix) {
        var names = new TreeSet<String>();
        for (var setting : ServerSettings.ALL) {
            if (setting.path().startsWith(prefix)) {
                names.add(prefix + setting.path().substring(prefix.length()).split("\\.")[0]);
            }
        }
        return names;
    }

    private <T> T get(Setting<T> setting, Config config) {
        try {
            return setting.read(config);
        } catch (Setting.Unreadable reason) {
            problems.add(reason.getMessage());
            return null;
        }
    }

    /** A value that is missing here was reported as a problem; the record is never handed out. */
    private static int orZero(Integer number) {
        return number == null ? 0 : number;
    }

    private static long orZero(Long number) {
        return number == null ? 0 : number;
    }

    private static List<AccessKey> orEmpty(List<AccessKey> keys) {
        return keys == null ? List.of() : keys;
    }

    private void stopIfWrong() throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
    }
}
