package dev.berth.agent.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs programs of the machine that tests need. */
final class Shell {
    record Outcome(int exitCode, String output) {}

    private Shell() {}

    static Outcome run(String... command) {
        try {
            var process = new ProcessBuilder(command).redirectErrorStream(true).start();
            var output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Outcome(process.waitFor(), output.strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    static String succeed(String... command) {
        var outcome = run(command);
        if (outcome.exitCode() != 0) {
            throw new IllegalStateException(String.join(" ", command) + ": " + outcome.output());
        }
        return outcome.output();
    }

    static Optional<Path> find(String program) {
        return Stream.of(System.getenv("PATH") + ":/usr/sbin:/sbin")
                .flatMap(path -> Stream.of(path.split(":")))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
