package dev.berth.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param path the key, such as {@code server.port}
 * @param expected completes the sentence "expected …"
 * @param fallback the default value, as HOCON text; null if there is none
 * @param secret the value is never part of a message
 * @param scalar the value can be set by a flag or an environment variable
 */
record Setting<T>(
        String path,
        String expected,
        String fallback,
        boolean secret,
        boolean scalar,
        Reading<T> reading) {

    /** Converts a value. Null or an exception means that the value is invalid. */
    @FunctionalInterface
    interface Reading<T> {
        T read(ConfigValue value) throws Exception;
    }

    static <T> Setting<T> of(String path, String fallback, String expected, Reading<T> reading) {
        return new Setting<>(path, expected, fallback, false, true, reading);
    }

    static <T> Setting<T> secret(String path, String expected, Reading<T> reading) {
        return new Setting<>(path, expected, null, true, true, reading);
    }

    static <T> Setting<T> list(String path, String fallback, String expected, Reading<T> reading) {
        return new Setting<>(path, expected, fallback, true, false, reading);
    }

    /** A list or a section without secrets. */
    static <T> Setting<T> structure(
            String path, String fallback, String expected, Reading<T> reading) {
        return new Setting<>(path, expected, fallback, true, false, reading);
    }

    /** The environment variable that sets it: {@code BERTH_SERVER_PORT} for {@code server.port}. */
    String variable() {
        return "BERTH_" + path.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_");
    }

    T read(Config config) throws Unreadable {
        if (!config.hasPath(path)) {
            return null;
        }
        var value = config.getValue(path);
        T read;
        try {
            read = reading.read(value);
        } catch (Exception reason) {
            throw new Unreadable(problem(value));
        }
        if (read == null) {
            throw new Unreadable(problem(value));
        }
        return read;
    }

    private String problem(ConfigValue value) {
        var found = secret ? "" : ", found " + value.render();
        return value.origin().description() + ": " + path + ": expected " + expected + found;
    }

    /** Has the message with the problem. */
    static final class Unreadable extends Exception {
        Unreadable(String problem) {
            super(problem);
        }
    }
}
