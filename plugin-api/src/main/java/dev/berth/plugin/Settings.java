package dev.berth.plugin;

import java.time.Duration;
import java.util.List;

/**
 * The section of the server's configuration that belongs to a plugin. Reading a setting also
 * declares it: what a section has and its factory did not read is refused, with file and line, so
 * that a misspelt key is not ignored.
 *
 * <p>Each method throws {@link SettingException} for a value of another kind, naming what was
 * expected.
 */
public interface Settings {

    /** Whether the section has this key. */
    boolean has(String key);

    /** The text of a key that must be there. */
    String text(String key);

    String text(String key, String otherwise);

    /** A whole number from {@code least} to {@code most}. */
    long wholeNumber(String key, long otherwise, long least, long most);

    /** A number from {@code least} to {@code most}. */
    double number(String key, double otherwise, double least, double most);

    boolean flag(String key, boolean otherwise);

    /** A time such as {@code 5 minutes}. */
    Duration duration(String key, Duration otherwise);

    /** The texts of a list, empty if there is none. */
    List<String> texts(String key);

    /** A section inside this one, an empty one where there is none. */
    Settings section(String key);

    /** The sections of a list, empty if there is none. */
    List<Settings> sections(String key);

    /**
     * A secret that must be there: its text, or {@code file:PATH} for what that file holds, without
     * white space around it. In the configuration, {@code ${NAME}} is the environment variable
     * NAME.
     */
    String secret(String key);
}
