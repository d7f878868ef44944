package dev.berth.server.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValue;
import java.util.Locale;

/**
 * One key of the configuration.
 *
 * @param path the key, as in {@code server.port}
 * @param expected completes the sentence "expected …"
 * @param fallback the default value, as HOCON text; null if there is none
 * @param secret its value is never quoted
 * @param scalar one value, which a flag or an environment variable can give
 */
record Setting<T>(
        String path,
        String expected,
        String fallback,
        boolean secret,
        boolean scalar,
        Reading<T> reading) {

    /** Turns a value into what the server uses; null or any exception means that it cannot. */
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

    /** Carries the sentence that says what is wrong. */
    static final class Unreadable extends Exception {
        Unreadable(String problem) {
            super(problem);
        }
    }
}
