package dev.berth.pluginhost.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import dev.berth.plugin.SettingException;
import dev.berth.plugin.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.BiFunction;

/** The section of one point. Messages never contain values, because some of them are secrets. */
public final class PluginSettings implements Settings {
    private static final String FILE = "file:";

    private final String path;
    private final Config section;
    private final String prefix;
    private final Set<String> read = new ConcurrentSkipListSet<>();
    private final Map<String, PluginSettings> nested = new ConcurrentSkipListMap<>();

    private PluginSettings(String path, Config section) {
        this(path, section, "");
    }

    /**
     * @param prefix what the keys of a nested section begin with in the section of the point
     */
    private PluginSettings(String path, Config section, String prefix) {
        this.path = path;
        this.section = section;
        this.prefix = prefix;
    }

    /** The section of the point, empty if the configuration has none. */
    public static PluginSettings of(ConfigObject all, String type) {
        var path = "plugins.settings." + type;
        var value = all.get(type);
        if (value == null) {
            return new PluginSettings(path, ConfigFactory.empty());
        }
        if (value instanceof ConfigObject section) {
            return new PluginSettings(path, section.toConfig());
        }
        throw new IllegalArgumentException(
                value.origin().description() + ": " + path + ": expected a section { … }");
    }

    /** The file and line of a setting, its name, and the expected value. */
    public String problem(SettingException reason) {
        return where(section.root(), reason.key())
                + path
                + "."
                + reason.key()
                + ": "
                + reason.getMessage();
    }

    /** File and line of the setting, or of the innermost section that should contain it. */
    private static String where(ConfigObject root, String key) {
        ConfigValue value = root;
        var found = "";
        for (var name : key.split("\\.")) {
            value =
                    switch (value) {
                        case ConfigObject object -> object.get(name);
                        case ConfigList list when name.matches("\\d{1,4}") ->
                                Integer.parseInt(name) < list.size()
                                        ? list.get(Integer.parseInt(name))
                                        : null;
                        case null, default -> null;
                    };
            if (value == null) {
                return found;
            }
            found = value.origin().description() + ": ";
        }
        return found;
    }

    /** The problem of the first key that was not read; null if all were read. */
    public String unread() {
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
        return nested.values().stream()
                .map(PluginSettings::unread)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    @Override
    public boolean has(String key) {
        read.add(key);
        return section.root().containsKey(key);
    }

    @Override
    public String text(String key) {
        if (!has(key)) {
            throw new SettingException(prefix + key, "a text, it must be set");
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

    @Override
    public List<String> texts(String key) {
        return get(key, List.of(), "a list of texts", Config::getStringList);
    }

    @Override
    public Settings section(String key) {
        var value = has(key) ? section.root().get(key) : null;
        if (value != null && !(value instanceof ConfigObject)) {
            return refuse(key, "a section { … }");
        }
        return inside(
                key, value == null ? ConfigFactory.empty() : ((ConfigObject) value).toConfig());
    }

    @Override
    public List<Settings> sections(String key) {
        var found = new ArrayList<Settings>();
        var list =
                get(
                        key,
                        List.<ConfigObject>of(),
                        "a list of sections { … }",
                        (config, path) -> List.copyOf(config.getObjectList(path)));
        for (int i = 0; i < list.size(); i++) {
            found.add(inside(key + "." + i, list.get(i).toConfig()));
        }
        return found;
    }

    private PluginSettings inside(String key, Config inner) {
        return nested.computeIfAbsent(
                key, _ -> new PluginSettings(path + "." + key, inner, prefix + key + "."));
    }

    @Override
    public String secret(String key) {
        var text = text(key);
        if (!text.startsWith(FILE)) {
            return text;
        }
        try {
            return Files.readString(Path.of(text.substring(FILE.length()))).strip();
        } catch (IOException | InvalidPathException reason) {
            return refuse(key, "a secret, or file: and the path of a file that can be read");
        }
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

    private <T> T refuse(String key, String expected) {
        throw new SettingException(prefix + key, expected);
    }
}
