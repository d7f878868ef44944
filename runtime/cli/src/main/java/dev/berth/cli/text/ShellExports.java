package dev.berth.cli.text;

import java.util.Map;
import java.util.stream.Collectors;

/** Lines for a POSIX shell to eval. */
public final class ShellExports {
    private ShellExports() {}

    public static String export(Map<String, String> variables) {
        return variables.entrySet().stream()
                .map(variable -> "export " + variable.getKey() + "=" + quote(variable.getValue()))
                .collect(Collectors.joining("\n"));
    }

    /** Plain where no shell would look twice, else in single quotes. */
    public static String quote(String text) {
        return text.matches("[A-Za-z0-9_./:@%+=,-]+")
                ? text
                : "'" + text.replace("'", "'\\''") + "'";
    }
}
