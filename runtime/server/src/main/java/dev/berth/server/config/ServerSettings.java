package dev.berth.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;

/** All keys. Keys that are not listed here are refused. */
final class ServerSettings {
    static final Setting<Path> DATA =
            Setting.of("data", null, "the path of a folder", value -> Path.of(text(value)));
    static final Setting<String> HOST =
            Setting.of(
                    "server.host",
                    "127.0.0.1",
                    "a host name or an address to listen on",
                    ServerSettings::word);
    static final Setting<Integer> PORT =
            Setting.of(
                    "server.port",
                    "7070",
                    "a whole number from 0 to 65535",
                    value -> (int) wholeNumber(value, 0, 65_535));
    static final Setting<URI> PUBLIC_URL =
            Setting.of(
                    "server.public-url",
                    null,
                    "a URL such as http://berth.example.org:7070, without query or fragment",
                    ServerSettings::httpUrl);
    static final Setting<Long> MAX_BODY =
            Setting.of(
                    "server.max-body",
                    "2 MiB",
                    "a size from 64 KiB to 64 MiB, such as 2 MiB",
                    value -> between(as(value, Config::getBytes), 64L << 10, 64L << 20));
    static final Setting<Integer> MAX_CONNECTIONS =
            Setting.of(
                    "server.max-connections",
                    "12000",
                    "a whole number from 16 to 1000000",
                    value -> (int) wholeNumber(value, 16, 1_000_000));
    static final Setting<Path> TLS_CERTIFICATE =
            Setting.of(
                    "server.tls.certificate",
                    null,
                    "the path of a file of certificates (PEM)",
                    ServerSettings::file);
    static final Setting<Path> TLS_KEY =
            Setting.of(
                    "server.tls.key",
                    null,
                    "the path of a file with a key (PEM)",
                    ServerSettings::file);
    static final Setting<Path> TLS_CA_FILE =
            Setting.of(
                    "server.tls.ca-file",
                    null,
                    "the path of a file of CA certificates (PEM)",
                    ServerSettings::file);
    static final Setting<String> ACCOUNT_ID =
            Setting.of(
                    "aws.account-id",
                    "\"000000000000\"",
                    "twelve digits",
                    value -> matching(value, "[0-9]{12}"));
    static final Setting<String> REGION =
            Setting.of(
                    "aws.region",
                    "us-east-1",
                    "the name of a region, such as us-east-1",
                    value -> matching(value, "[a-z]{2,16}(-[a-z0-9]{1,16}){1,4}"));
    static final Setting<List<AccessKey>> ACCESS_KEYS =
            Setting.list(
                    "aws.access-keys",
                    "[]",
                    "a list of { access-key-id: …, secret-access-key: … }, no id twice",
                    ServerSettings::accessKeys);
    static final Setting<String> DATABASE_URL =
            new Setting<>(
                    "persistence.url",
                    "a URL that starts with jdbc:h2: or jdbc:postgresql:",
                    null,
                    true,
                    true,
                    value -> matching(value, "jdbc:(h2|postgresql):.+"));
    static final Setting<String> DATABASE_USER =
            Setting.of("persistence.user", null, "a user's name", ServerSettings::word);
    static final Setting<String> DATABASE_PASSWORD =
            Setting.secret("persistence.password", "a password", ServerSettings::text);
    static final Setting<Duration> STOPPED_TASKS =
            Setting.of(
                    "retention.stopped-tasks",
                    "1 hour",
                    "a time of at least 1 second, such as 1 hour",
                    value -> duration(value, Duration.ofSeconds(1), Duration.ofDays(3650)));
    static final Setting<Duration> POST_MORTEM =
            Setting.of(
                    "retention.post-mortem",
                    "7 days",
                    "a time of at least 1 hour, such as 7 days",
                    value -> duration(value, Duration.ofHours(1), Duration.ofDays(3650)));
    static final Setting<Integer> POST_MORTEM_TASKS =
            Setting.of(
                    "retention.post-mortem-tasks",
                    "10000",
                    "a whole number from 0 to 1000000",
                    value -> (int) wholeNumber(value, 0, 1_000_000));
    static final Setting<Duration> ROWS =
            Setting.of(
                    "retention.rows",
                    "1 hour",
                    "a time from 1 minute to 1 day, such as 1 hour",
                    value -> duration(value, Duration.ofMinutes(1), Duration.ofDays(1)));
    static final Setting<Boolean> KEEP_JOURNAL =
            Setting.of(
                    "retention.keep-journal",
                    "false",
                    "true or false",
                    value -> as(value, Config::getBoolean));
    static final Setting<Duration> MAX_SKEW =
            Setting.of(
                    "signature.max-skew",
                    "5 minutes",
                    "a time from 1 second to 1 hour, such as 5 minutes",
                    value -> duration(value, Duration.ofSeconds(1), Duration.ofHours(1)));
    static final Setting<LogFormat> LOG_FORMAT =
            Setting.of("log.format", "text", "text or json", value -> LogFormat.of(text(value)));
    static final Setting<String> ADMIN_TOKEN =
            Setting.secret(
                    "admin.token",
                    "at least 16 printable characters without spaces",
                    value -> matching(value, "[!-~]{16,}"));

    private static final List<Setting<?>> OWN =
            List.of(
                    DATA,
                    HOST,
                    PORT,
                    PUBLIC_URL,
                    MAX_BODY,
                    MAX_CONNECTIONS,
                    TLS_CERTIFICATE,
                    TLS_KEY,
                    TLS_CA_FILE,
                    ACCOUNT_ID,
                    REGION,
                    ACCESS_KEYS,
                    DATABASE_URL,
                    DATABASE_USER,
                    DATABASE_PASSWORD,
                    STOPPED_TASKS,
                    POST_MORTEM,
                    POST_MORTEM_TASKS,
                    ROWS,
                    KEEP_JOURNAL,
                    MAX_SKEW,
                    LOG_FORMAT,
                    ADMIN_TOKEN);

    static final List<Setting<?>> ALL =
            Stream.of(OWN, PlacementSettings.ALL, SchedulingSettings.ALL, EventSettings.ALL)
                    .<Setting<?>>flatMap(List::stream)
                    .toList();

    private static final Set<String> ACCESS_KEY_MEMBERS =
            Set.of("access-key-id", "secret-access-key");

    private ServerSettings() {}

    private static <T> T as(ConfigValue value, BiFunction<Config, String, T> getter) {
        return getter.apply(value.atKey("v"), "v");
    }

    private static String text(ConfigValue value) {
        return as(value, Config::getString);
    }

    private static String word(ConfigValue value) {
        return matching(value, "\\S+");
    }

    private static Path file(ConfigValue value) {
        return text(value).isBlank() ? null : Path.of(text(value));
    }

    private static String matching(ConfigValue value, String pattern) {
        var text = text(value);
        return text.matches(pattern) ? text : null;
    }

    /** {@link Config#getLong} would truncate 7070.5 to 7070. */
    private static long wholeNumber(ConfigValue value, long min, long max) {
        return between(Long.parseLong(text(value).strip()), min, max);
    }

    private static long between(long number, long min, long max) {
        if (number < min || number > max) {
            throw new IllegalArgumentException("out of range");
        }
        return number;
    }

    private static Duration duration(ConfigValue value, Duration min, Duration max) {
        var duration = as(value, Config::getDuration);
        return duration.compareTo(min) < 0 || duration.compareTo(max) > 0 ? null : duration;
    }

    private static URI httpUrl(ConfigValue value) {
        var url = URI.create(text(value).replaceAll("/+$", ""));
        var usable =
                ("http".equals(url.getScheme()) || "https".equals(url.getScheme()))
                        && url.getHost() != null
                        && url.getUserInfo() == null
                        && url.getQuery() == null
                        && url.getFragment() == null;
        return usable ? url : null;
    }

    private static List<AccessKey> accessKeys(ConfigValue value) {
        if (value.valueType() != ConfigValueType.LIST) {
            return null;
        }
        var keys = new ArrayList<AccessKey>();
        for (var element : (ConfigList) value) {
            if (!(element instanceof ConfigObject pair)
                    || !pair.keySet().equals(ACCESS_KEY_MEMBERS)) {
                return null;
            }
            var id = matching(pair.get("access-key-id"), "[A-Za-z0-9_-]{3,128}");
            var secret = matching(pair.get("secret-access-key"), "[!-~]{1,256}");
            var known = keys.stream().anyMatch(key -> key.accessKeyId().equals(id));
            if (id == null || secret == null || known) {
                return null;
            }
            keys.add(new AccessKey(id, secret));
        }
        return keys;
    }
}
