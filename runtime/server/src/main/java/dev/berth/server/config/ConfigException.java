package dev.berth.server.config;

import java.util.List;

/**
 * The configuration is invalid. Each problem is one sentence with the place (file and line,
 * variable or flag), the path and the expected value. Problems never contain secrets.
 */
public final class ConfigException extends Exception {
    private final List<String> problems;

    public ConfigException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    public ConfigException(String problem) {
        this(List.of(problem));
    }

    public List<String> problems() {
        return problems;
    }
}
