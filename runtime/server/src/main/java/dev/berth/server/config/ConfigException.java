package dev.berth.server.config;

import java.util.List;

/**
 * The configuration cannot be used. Each problem is one sentence that names where it stands (file
 * and line, variable or flag), the path and what was expected; no problem quotes a secret.
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
