package dev.berth.integration.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program run to its end, within two minutes. */
public record Command(List<String> words, Map<String, String> environment) {
    private static final Duration LIMIT = Duration.ofMinutes(2);

    public record Outcome(int exitCode, String output, String errors) {}

    public static Command of(String... words) {
        return new Command(List.of(words), Map.of());
    }

    /** The standard output of a program that must succeed. */
    public static String run(String... words) {
        return of(words).output();
    }

    public Command with(Map<String, String> environment) {
        return new Command(words, environment);
    }

    public String output() {
        var outcome = outcome();
        if (outcome.exitCode() != 0)
            throw new IllegalStateException(
                    "%s ended with %d: %s%s"
                            .formatted(
                                    String.join(" ", words),
                                    outcome.exitCode(),
                                    outcome.output(),
                                    outcome.errors()));
        return outcome.output();
    }

    public Outcome outcome() {
        try {
            // Files, not pipes: a child that lives on with our pipe would hold the reader for ever.
            var output = Files.createTempFile("berth-command", ".out");
            var errors = Files.createTempFile("berth-command", ".err");
            try {
                var builder = new ProcessBuilder(words);
                builder.environment().putAll(environment);
                builder.redirectOutput(output.toFile()).redirectError(errors.toFile());
                var process = builder.start();
                if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                    throw new IllegalStateException(
                            String.join(" ", words) + " did not end within " + LIMIT);
                }
                return new Outcome(
                        process.exitValue(), Files.readString(output), Files.readString(errors));
            } finally {
                Files.delete(output);
                Files.delete(errors);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in " + String.join(" ", words), e);
        }
    }
}
