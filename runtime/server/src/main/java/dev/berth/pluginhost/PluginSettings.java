package dev.berth.pluginhost;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiFunction;

/**
 * The section of one point. Values are never quoted in a problem: only its author knows which of
 * them are secret.
 */
final class PluginSettings implements Settings {
    private final String path;
    private final Config section;
    private final Set<String> read = new ConcurrentSkipListSet<>();

    private PluginSettings(String path, Config section) {
        this.path = path;
        this.section = section;
    }

    /** The section of the point, empty where the configuration has none. */
    static PluginSettings of(ConfigObject all, String type) {
        var path = "plugins.settings." + type;
        var value = all.get(type);
        if (value == null) {
            return new PluginSettings(path, com.typesafe.config.ConfigFactory.empty());
        }
        if (value instanceof ConfigObject section) {
            return new PluginSettings(path, section.toConfig());
        }
        throw new IllegalArgumentException(
                value.origin().description() + ": " + path + ": expected a section { … }");
    }

    /** Where a setting stands, what it is and what was expected. */
    String problem(SettingException reason) {
        var key = reason.key();
        var where =
                section.root().containsKey(key)
                        ? section.root().get(key).origin().description() + ": "
                        : "";
        return where + path + "." + key + ": " + reason.getMessage();
    }

    /** Names what nobody has read, or null where all was. */
    String unread() {
        for (var key : new TreeSet<>(section.root().keySet())) {
            if (!read.contains(key)) {
                return "%s: %s.%s: unknown key, expected one of %s"
                        .formatted(
                                section.root().get(key).origin().description(),
                                path,
                                key,
                                read.isEmpty() ? "none" : String.join(", ", read));
            }
        }
        return null;
    }

    @Override
    public boolean has(String key) {
        read.add(key);
        return section.root().containsKey(key);
    }

    @Override
    public String text(String key) {
        if (!has(key)) {
            throw new SettingException(key, "a text, it must be set");
        }
        return text(key, "");
    }

    @Override
    public String text(String key, String otherwise) {
        return get(key, otherwise, "a text", Config::getString);
    }

    @Override
    public long wholeNumber(String key, long otherwise, long least, long most) {
        var expected = "a whole number from " + least + " to " + most;
        long number =
                get(
                        key,
                        otherwise,
                        expected,
                        (config, path) -> Long.parseLong(config.getString(path).strip()));
        return number >= least && number <= most ? number : refuse(key, expected);
    }

    @Override
    public double number(String key, double otherwise, double least, double most) {
        var expected = "a number from " + least + " to " + most;
        double number = get(key, otherwise, expected, Config::getDouble);
        return number >= least && number <= most ? number : refuse(key, expected);
    }

    @Override
    public boolean flag(String key, boolean otherwise) {
        return get(key, otherwise, "true or false", Config::getBoolean);
    }

    @Override
    public Duration duration(String key, Duration otherwise) {
        return get(key, otherwise, "a time such as 5 minutes", Config::getDuration);
    }

    private <T> T get(
            String key, T otherwise, String expected, BiFunction<Config, String, T> getter) {
        if (!has(key)) {
            return otherwise;
        }
        try {
            return getter.apply(section.root().get(key).atKey("v"), "v");
        } catch (ConfigException | NumberFormatException reason) {
            return refuse(key, expected);
        }
    }

    private static <T> T refuse(String key, String expected) {
        throw new SettingException(key, expected);
    }
}
