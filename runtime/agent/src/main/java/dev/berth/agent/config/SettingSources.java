package dev.berth.agent.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException.Parse;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/** The sources of settings, in order of precedence: flag, environment variable, file, default. */
final class SettingSources {
    /**
     * A value as text.
     *
     * @param source the source, for error messages
     */
    record Given(String text, String source) {}

    private final Map<AgentSetting, Given> given = new EnumMap<>(AgentSetting.class);

    /**
     * @param flags the given flags, by key
     * @param file null for none
     */
    SettingSources(Map<String, String> flags, Map<String, String> environment, Path file)
            throws AgentConfigException {
        for (var setting : AgentSetting.values()) {
            if (setting.fallback() != null) {
                given.put(setting, new Given(setting.fallback(), "default"));
            }
        }
        if (file != null) {
            read(file);
        }
        for (var setting : AgentSetting.values()) {
            for (var variable : setting.variables().reversed()) {
                var value = environment.get(variable);
                if (value != null && !value.isBlank()) {
                    given.put(
                            setting, new Given(value.strip(), "environment variable " + variable));
                }
            }
        }
        flags.forEach(
                (key, value) ->
                        given.put(
                                AgentSetting.ofKey(key).orElseThrow(),
                                new Given(value, "flag --" + key)));
    }

    Optional<Given> get(AgentSetting setting) {
        return Optional.ofNullable(given.get(setting));
    }

    private void read(Path file) throws AgentConfigException {
        if (!Files.isReadable(file)) {
            throw new AgentConfigException(file + ": the configuration file cannot be read");
        }
        Config config;
        try {
            config =
                    ConfigFactory.parseFile(
                                    file.toFile(),
                                    ConfigParseOptions.defaults().setAllowMissing(false))
                            .resolve();
        } catch (com.typesafe.config.ConfigException e) {
            throw new AgentConfigException(place(file, e.origin()) + ": " + sentence(e));
        }
        for (var entry : config.root().entrySet()) {
            var place = place(file, entry.getValue().origin());
            var setting =
                    AgentSetting.ofKey(entry.getKey())
                            .orElseThrow(
                                    () ->
                                            new AgentConfigException(
                                                    "%s: unknown setting %s"
                                                            .formatted(place, entry.getKey())));
            given.put(setting, new Given(text(entry.getValue()), place + ": " + entry.getKey()));
        }
    }

    private static String text(ConfigValue value) {
        return value.valueType() == ConfigValueType.STRING
                ? (String) value.unwrapped()
                : value.render(ConfigRenderOptions.concise());
    }

    private static String place(Path file, ConfigOrigin origin) {
        return origin == null || origin.lineNumber() < 0
                ? file.toString()
                : file + " line " + origin.lineNumber();
    }

    /** The message of the parser without file and line. */
    private static String sentence(com.typesafe.config.ConfigException e) {
        return e instanceof Parse
                ? e.getMessage().replaceFirst("^.*?: \\d+: ", "")
                : e.getMessage();
    }
}
