package dev.berth.agent.config;

import dev.berth.agent.docker.PortRange;
import dev.berth.agent.image.ImageSettings;
import dev.berth.agent.image.PullBehavior;
import dev.berth.agent.registry.AuthData;
import dev.berth.agent.registry.RegistryCredentials;
import dev.berth.agent.registry.RegistrySettings;
import dev.berth.agent.telemetry.TelemetrySettings;
import dev.berth.protocol.client.Trust;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;

/** Reads an agent's configuration from its sources. */
public final class AgentConfigReader {
    private static final PortRange IF_THE_KERNEL_SAYS_NOTHING = new PortRange(49153, 65535);
    private static final Path KERNEL_RANGE = Path.of("/proc/sys/net/ipv4/ip_local_port_range");

    private final SettingSources sources;
    private final Map<String, String> environment;

    private AgentConfigReader(SettingSources sources, Map<String, String> environment) {
        this.sources = sources;
        this.environment = environment;
    }

    /**
     * Reads the configuration.
     *
     * @param flags the given flags, by name without dashes
     * @param file null for none
     */
    public static AgentConfig read(
            Map<String, String> flags, Map<String, String> environment, Path file)
            throws AgentConfigException {
        RegistryCredentials.Source registries =
                () -> {
                    try {
                        return reader(flags, environment, file).registries();
                    } catch (AgentConfigException e) {
                        throw new IOException(e.getMessage());
                    }
                };
        var reader = reader(flags, environment, file);
        reader.registries(); // refused now, not at the first pull
        return reader.read(new RegistryCredentials(registries));
    }

    private static AgentConfigReader reader(
            Map<String, String> flags, Map<String, String> environment, Path file)
            throws AgentConfigException {
        return new AgentConfigReader(new SettingSources(flags, environment, file), environment);
    }

    /** The variables of Amazon's agent are used together: type and data. */
    private RegistrySettings registries() throws AgentConfigException {
        var type =
                orElse(get(AgentSetting.REGISTRY_AUTH_TYPE, SettingValues::authType), "dockercfg");
        var auth = get(AgentSetting.REGISTRY_AUTH_DATA, data -> AuthData.parse(type, data));
        var file = get(AgentSetting.DOCKER_CONFIG_FILE, AgentConfigReader::folder);
        var folder = environment.get("DOCKER_CONFIG");
        if (file == null && folder != null && !folder.isBlank()) {
            var inFolder = Path.of(folder).toAbsolutePath().resolve("config.json");
            file = Files.exists(inFolder) ? inFolder : null;
        }
        return new RegistrySettings(orElse(auth, AuthData.EMPTY), file);
    }

    private AgentConfig read(RegistryCredentials registries) throws AgentConfigException {
        var region = get(AgentSetting.REGION, SettingValues::text);
        var cluster = get(AgentSetting.CLUSTER, AgentConfigReader::cluster);
        var dockerHost = get(AgentSetting.DOCKER_HOST, SettingValues::dockerHost);
        var data = orElse(get(AgentSetting.DATA, AgentConfigReader::folder), homeFolder());
        var state = get(AgentSetting.STATE, AgentConfigReader::folder);
        return new AgentConfig(
                new AgentConfig.Access(
                        get(AgentSetting.SERVER, SettingValues::httpUrl),
                        trust(),
                        region,
                        credentialsFile(data)),
                cluster,
                new AgentConfig.Engine(
                        dockerHost, get(AgentSetting.ALLOW_SHARED_ENGINE, SettingValues::flag)),
                host(region),
                new AgentConfig.Folders(
                        data,
                        orElse(state, data.resolve("agents").resolve(name(cluster, dockerHost)))),
                containers(registries),
                new TelemetrySettings(
                        !get(AgentSetting.DISABLE_METRICS, SettingValues::flag),
                        !get(AgentSetting.DISABLE_HEALTH_CHECKS, SettingValues::flag),
                        get(AgentSetting.METADATA_ADDRESS, SettingValues::addressOrOff),
                        get(AgentSetting.INTROSPECTION_PORT, SettingValues::portOrZero),
                        get(AgentSetting.METRICS_PORT, SettingValues::portOrZero)),
                get(AgentSetting.LOG_FORMAT, LogFormat::of));
    }

    private AgentConfig.Host host(String region) throws AgentConfigException {
        return new AgentConfig.Host(
                get(AgentSetting.ADVERTISE_ADDRESS, SettingValues::text),
                orElse(get(AgentSetting.AVAILABILITY_ZONE, SettingValues::text), region + "a"),
                get(AgentSetting.ATTRIBUTES, SettingValues::attributes),
                get(AgentSetting.RESERVED_MEMORY, SettingValues::wholeNumber),
                get(AgentSetting.RESERVED_PORTS, SettingValues::ports),
                get(AgentSetting.RESERVED_PORTS_UDP, SettingValues::ports),
                get(AgentSetting.LOGGING_DRIVERS, SettingValues::words));
    }

    private AgentConfig.Containers containers(RegistryCredentials registries)
            throws AgentConfigException {
        return new AgentConfig.Containers(
                get(AgentSetting.STOP_TIMEOUT, SettingValues::duration),
                get(AgentSetting.CLEAN_UP_WAIT, SettingValues::duration),
                get(AgentSetting.PAUSE_IMAGE, SettingValues::text),
                orElse(
                        get(AgentSetting.DYNAMIC_HOST_PORT_RANGE, SettingValues::portRange),
                        kernelRange()),
                images(),
                registries);
    }

    private Trust trust() throws AgentConfigException {
        try {
            return Trust.in(get(AgentSetting.CA_FILE, AgentConfigReader::folder));
        } catch (IOException e) {
            throw new AgentConfigException(AgentSetting.CA_FILE.key() + ": " + e.getMessage());
        }
    }

    private ImageSettings images() throws AgentConfigException {
        return new ImageSettings(
                get(AgentSetting.IMAGE_PULL_BEHAVIOR, PullBehavior::of),
                !get(AgentSetting.DISABLE_IMAGE_CLEANUP, SettingValues::flag),
                get(AgentSetting.IMAGE_CLEANUP_INTERVAL, SettingValues::tenMinutesOrMore),
                get(AgentSetting.IMAGE_MINIMUM_CLEANUP_AGE, SettingValues::duration),
                get(AgentSetting.IMAGES_PER_CLEANUP, SettingValues::wholeNumber));
    }

    private <T> T get(AgentSetting setting, Function<String, T> reader)
            throws AgentConfigException {
        var given = sources.get(setting);
        if (given.isEmpty()) {
            return null;
        }
        try {
            return reader.apply(given.get().text());
        } catch (IllegalArgumentException e) {
            var expected = "%s: expected %s".formatted(given.get().source(), setting.expected());
            throw new AgentConfigException(
                    setting.isSecret()
                            ? expected
                            : expected + ", got \"%s\"".formatted(given.get().text()));
        }
    }

    /**
     * The file from the settings; none if the environment has keys; otherwise the file that the
     * server on this machine creates at its first start.
     */
    private Path credentialsFile(Path data) throws AgentConfigException {
        var named = get(AgentSetting.CREDENTIALS_FILE, AgentConfigReader::folder);
        if (named != null || environment.containsKey("AWS_ACCESS_KEY_ID")) {
            return named;
        }
        return data.resolve("credentials");
    }

    private Path homeFolder() {
        return Path.of(environment.getOrDefault("HOME", System.getProperty("user.home")), ".berth")
                .toAbsolutePath();
    }

    private static String cluster(String text) {
        // The last part of an ARN is the name of the cluster.
        return SettingValues.name(text.substring(text.lastIndexOf('/') + 1));
    }

    private static Path folder(String text) {
        if (text.isBlank()) {
            throw new IllegalArgumentException();
        }
        return Path.of(text).toAbsolutePath().normalize();
    }

    private static String name(String cluster, URI dockerHost) {
        var host = dockerHost.toString().replaceFirst("^unix://", "");
        return cluster + "-" + host.replaceAll("[^A-Za-z0-9]+", "-").replaceAll("^-|-$", "");
    }

    private static PortRange kernelRange() {
        // The kernel returns such a file only with the first read, so that one must be large
        // enough.
        try (var file = Files.newBufferedReader(KERNEL_RANGE)) {
            return SettingValues.portRange(file.readLine().strip().replaceAll("\\s+", "-"));
        } catch (IOException | IllegalArgumentException e) {
            return IF_THE_KERNEL_SAYS_NOTHING;
        }
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
