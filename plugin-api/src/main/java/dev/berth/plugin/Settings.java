package dev.berth.plugin;

import java.time.Duration;
import java.util.List;

/**
 * The section of a plugin in the server's configuration. Reading a setting also declares it: a key
 * that the factory did not read is refused, with file and line, so that misspelled keys are
 * noticed.
 *
 * <p>Each method throws {@link SettingException} for a value of another type, with the expected
 * type.
 */
public interface Settings {

    /** Whether the section has this key. */
    boolean has(String key);

    /** The text of a required key. */
    String text(String key);

    String text(String key, String otherwise);

    /** A whole number from {@code min} to {@code max}. */
    long wholeNumber(String key, long otherwise, long min, long max);

    /** A number from {@code min} to {@code max}. */
    double number(String key, double otherwise, double min, double max);

    boolean flag(String key, boolean otherwise);

    /** A time such as {@code 5 minutes}. */
    Duration duration(String key, Duration otherwise);

    /** The texts of a list, empty if there is none. */
    List<String> texts(String key);

    /** A section inside this one; an empty section if there is none. */
    Settings section(String key);

    /** The sections of a list, empty if there is none. */
    List<Settings> sections(String key);

    /**
     * A required secret: its text, or {@code file:PATH} for the contents of that file without
     * surrounding white space. In the configuration, {@code ${NAME}} is the environment variable
     * NAME.
     */
    String secret(String key);
}
