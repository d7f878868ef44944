package dev.berth.agent.config;

import dev.berth.agent.image.ImageSettings;
import dev.berth.agent.image.PullBehavior;
import dev.berth.agent.task.PortRange;
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
     * Reads it.
     *
     * @param flags by their names without dashes, those that were given
     * @param file null for none
     */
    public static AgentConfig read(
            Map<String, String> flags, Map<String, String> environment, Path file)
            throws ConfigException {
        return new AgentConfigReader(new SettingSources(flags, environment, file), environment)
                .read();
    }

    private AgentConfig read() throws ConfigException {
        var region = get(Setting.REGION, Values::text);
        var cluster = get(Setting.CLUSTER, AgentConfigReader::cluster);
        var dockerHost = get(Setting.DOCKER_HOST, Values::dockerHost);
        var data = orElse(get(Setting.DATA, AgentConfigReader::folder), homeFolder());
        var state = get(Setting.STATE, AgentConfigReader::folder);
        return new AgentConfig(
                get(Setting.SERVER, Values::httpUrl),
                trust(),
                region,
                cluster,
                dockerHost,
                get(Setting.ADVERTISE_ADDRESS, Values::text),
                orElse(get(Setting.AVAILABILITY_ZONE, Values::text), region + "a"),
                credentialsFile(data),
                data,
                orElse(state, data.resolve("agents").resolve(name(cluster, dockerHost))),
                get(Setting.ATTRIBUTES, Values::attributes),
                get(Setting.RESERVED_MEMORY, Values::wholeNumber),
                get(Setting.RESERVED_PORTS, Values::ports),
                get(Setting.RESERVED_PORTS_UDP, Values::ports),
                get(Setting.STOP_TIMEOUT, Values::duration),
                get(Setting.PAUSE_IMAGE, Values::text),
                orElse(get(Setting.DYNAMIC_HOST_PORT_RANGE, Values::portRange), kernelRange()),
                get(Setting.LOGGING_DRIVERS, Values::words),
                get(Setting.CLEAN_UP_WAIT, Values::duration),
                images(),
                new TelemetrySettings(
                        !get(Setting.DISABLE_METRICS, Values::flag),
                        !get(Setting.DISABLE_HEALTH_CHECKS, Values::flag),
                        get(Setting.METADATA_ADDRESS, Values::addressOrOff),
                        get(Setting.INTROSPECTION_PORT, Values::portOrZero),
                        get(Setting.METRICS_PORT, Values::portOrZero)),
                get(Setting.LOG_FORMAT, LogFormat::of));
    }

    private Trust trust() throws ConfigException {
        try {
            return Trust.in(get(Setting.CA_FILE, AgentConfigReader::folder));
        } catch (IOException e) {
            throw new ConfigException(Setting.CA_FILE.key() + ": " + e.getMessage());
        }
    }

    private ImageSettings images() throws ConfigException {
        return new ImageSettings(
                get(Setting.IMAGE_PULL_BEHAVIOR, PullBehavior::of),
                !get(Setting.DISABLE_IMAGE_CLEANUP, Values::flag),
                get(Setting.IMAGE_CLEANUP_INTERVAL, Values::tenMinutesOrMore),
                get(Setting.IMAGE_MINIMUM_CLEANUP_AGE, Values::duration),
                get(Setting.IMAGES_PER_CLEANUP, Values::wholeNumber));
    }

    private <T> T get(Setting setting, Function<String, T> reader) throws ConfigException {
        var given = sources.get(setting);
        if (given.isEmpty()) {
            return null;
        }
        try {
            return reader.apply(given.get().text());
        } catch (IllegalArgumentException e) {
            throw new ConfigException(
                    "%s: expected is %s, and not \"%s\""
                            .formatted(
                                    given.get().source(), setting.expected(), given.get().text()));
        }
    }

    /**
     * The file that was named; else none where the environment has keys; else what the server on
     * this machine wrote at its first start.
     */
    private Path credentialsFile(Path data) throws ConfigException {
        var named = get(Setting.CREDENTIALS_FILE, AgentConfigReader::folder);
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
        // An ARN names the cluster with its last part.
        return Values.name(text.substring(text.lastIndexOf('/') + 1));
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
        // The kernel gives out such a file by its first read alone, so that one has to be large.
        try (var file = Files.newBufferedReader(KERNEL_RANGE)) {
            return Values.portRange(file.readLine().strip().replaceAll("\\s+", "-"));
        } catch (IOException | IllegalArgumentException e) {
            return IF_THE_KERNEL_SAYS_NOTHING;
        }
    }

    private static <T> T orElse(T value, T otherwise) {
        return value == null ? otherwise : value;
    }
}
