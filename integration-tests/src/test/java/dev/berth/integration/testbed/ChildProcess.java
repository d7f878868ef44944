package dev.berth.integration.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A program that runs beside the tests; what it prints is appended to a log file. */
public final class ChildProcess {
    private final String name;
    private final Process process;
    private final Path log;

    private ChildProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    public static ChildProcess start(
            String name, Path log, List<String> command, Consumer<Map<String, String>> setUp) {
        try {
            Files.createDirectories(log.getParent());
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            setUp.accept(builder.environment());
            return new ChildProcess(name, builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Writes a line to its standard input. */
    public void tell(String line) {
        try {
            var input = process.getOutputStream();
            input.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has printed so far, in this life and in those before it. */
    public List<String> lines() {
        try {
            // Not readAllLines: a process that was killed may have left half a character.
            return new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL, and waits until the process is gone. */
    public void kill() {
        process.destroyForcibly();
        awaitExit(Duration.ofSeconds(30));
    }

    /** SIGTERM. */
    public void terminate() {
        process.destroy();
    }

    /** SIGSTOP: the process keeps its sockets but answers nobody. */
    public void freeze() {
        Command.run("kill", "-STOP", Long.toString(pid()));
    }

    /** SIGCONT. */
    public void thaw() {
        Command.run("kill", "-CONT", Long.toString(pid()));
    }

    /** The exit code; 128 + n after signal n. */
    public int awaitExit(Duration deadline) {
        try {
            if (process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS))
                return process.exitValue();
            throw new AssertionError(name + " still runs after " + deadline + "\n" + logTail());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while " + name + " ends", e);
        }
    }

    /** Waits for the condition; a process that ends before it is met fails the wait at once. */
    public void await(String what, Duration deadline, Callable<Boolean> met) {
        try {
            Await.until(
                    name + " to " + what,
                    deadline,
                    () -> {
                        if (met.call()) return true;
                        if (!isAlive())
                            throw new Await.Hopeless(
                                    name + " ended with " + process.exitValue() + " too early");
                        return false;
                    });
        } catch (AssertionError e) {
            throw new AssertionError(e.getMessage() + "\n" + logTail(), e);
        }
    }

    /** The end of the log, for the message of a failure. */
    public String logTail() {
        try {
            var lines = lines();
            var tail = lines.subList(Math.max(0, lines.size() - 60), lines.size());
            return "---- %s (%s)%n%s%n".formatted(name, log, String.join("\n", tail));
        } catch (UncheckedIOException e) {
            return "---- %s: no log (%s)%n".formatted(name, e.getCause());
        }
    }
}
