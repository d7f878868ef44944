package dev.berth.server.config;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The keys of events. {@code events.webhooks} is the short form of {@code
 * plugins.settings.webhook.receivers}, which the plugin of webhooks reads and checks.
 */
final class EventSettings {
    private static final int MOST = 32;
    private static final String TYPE = "webhook";
    private static final String SECRET = "secret";
    private static final String SECRET_FILE = "secret-file";

    static final Setting<ConfigList> WEBHOOKS =
            Setting.list(
                    "events.webhooks",
                    "[]",
                    "a list of at most 32 { url = …, secret = … }",
                    EventSettings::list);

    static final List<Setting<?>> ALL = List.of(WEBHOOKS);

    private EventSettings() {}

    private static ConfigList list(ConfigValue value) {
        return value.valueType() == ConfigValueType.LIST && ((ConfigList) value).size() <= MOST
                ? (ConfigList) value
                : null;
    }

    /**
     * The settings of plugins with these webhooks. Values keep their file and line.
     *
     * @param data the folder that paths of files are relative to
     * @param problems receives a sentence with the place of everything that is wrong, without what
     *     was found, since that may be a secret
     */
    static ConfigObject into(
            ConfigObject settings, ConfigList webhooks, Path data, List<String> problems) {
        if (webhooks.isEmpty()) {
            return settings;
        }
        if (settings.containsKey(TYPE)) {
            problems.add(wrong(webhooks, "expected no plugins.settings.webhook at the same time"));
            return settings;
        }
        var receivers = new ArrayList<ConfigValue>();
        for (var webhook : webhooks) {
            receivers.add(
                    webhook instanceof ConfigObject section
                            ? receiver(section, data, problems)
                            : webhook);
        }
        var list = ConfigValueFactory.fromIterable(receivers).withOrigin(webhooks.origin());
        return settings.withValue(
                TYPE,
                ConfigFactory.empty()
                        .root()
                        .withOrigin(webhooks.origin())
                        .withValue("receivers", list));
    }

    /** A secret file becomes a secret that names the file. */
    private static ConfigObject receiver(ConfigObject section, Path data, List<String> problems) {
        var file = section.get(SECRET_FILE);
        if ((file == null) == (section.get(SECRET) == null)) {
            problems.add(wrong(section, "expected either secret or secret-file"));
            return section;
        }
        if (file == null) {
            return section;
        }
        try {
            var path = data.resolve(String.valueOf(file.unwrapped()));
            return section.withoutKey(SECRET_FILE)
                    .withValue(
                            SECRET,
                            ConfigValueFactory.fromAnyRef("file:" + path)
                                    .withOrigin(file.origin()));
        } catch (InvalidPathException _) {
            problems.add(wrong(file, "secret-file: expected the path of a file"));
            return section;
        }
    }

    private static String wrong(ConfigValue at, String what) {
        return at.origin().description() + ": events.webhooks: " + what;
    }
}
