package dev.berth.cli.installation;

import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.io.File;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The two programs that this one starts and stops as processes of their own. */
public enum BerthProgram {
    SERVER("server", "dev.berth.server.Main"),
    AGENT("agent", "dev.berth.agent.Main");

    /** Clocks of files and of processes are not the same one. */
    private static final Duration CLOCK_NOISE = Duration.ofSeconds(2);

    private final String subcommand;
    private final String mainClass;

    BerthProgram(String subcommand, String mainClass) {
        this.subcommand = subcommand;
        this.mainClass = mainClass;
    }

    /** How the user called this program, for sentences that tell what to type. */
    public static String commandLine() {
        return System.getProperty("berth.command", "berth");
    }

    /** Where what is distributed lies: the script finds it beside itself or where it was built. */
    public static Path distribution() {
        var beside = script().getParent().getParent();
        var built = beside.resolve("target/berth");
        return Files.isDirectory(beside.resolve("lib")) ? beside : built;
    }

    private static Path script() {
        var script = System.getProperty("berth.script");
        if (script == null) {
            throw new CliException(
                    ExitCode.FAILED,
                    "Start this through the script bin/berth, not by java itself.");
        }
        return Path.of(script);
    }

    /**
     * Starts the program in a session of its own, so that it outlives this one and its terminal.
     *
     * @param log gets all that the program prints, after what is in it
     */
    public Process start(DataFolder data, Path log, List<String> arguments) throws IOException {
        var script = script().toString();
        Files.createDirectories(log.getParent());
        createPrivate(log);
        var command = new ArrayList<>(List.of("setsid", script, subcommand));
        command.addAll(arguments);
        var process =
                new ProcessBuilder(command)
                        .directory(data.path().toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        // Keys and endpoints of the shell are the user's, perhaps for Amazon; ours go by flags.
        process.environment().keySet().removeIf(name -> name.startsWith("AWS_"));
        return process.start();
    }

    /** Readable by its owner only, regardless of the permissions of the folder. */
    static void createPrivate(Path file) throws IOException {
        var owner = PosixFilePermissions.fromString("rw-------");
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
        } catch (FileAlreadyExistsException _) {
            Files.setPosixFilePermissions(file, owner);
        }
    }

    /**
     * Whether a process is this program on this data folder, and not a later one that got the same
     * id.
     *
     * @param writtenAt when the program wrote down its id; it had begun by then
     */
    public boolean runsAs(long pid, DataFolder data, Instant writtenAt) {
        var arguments = ProcFs.commandLine(pid);
        if (!arguments.contains(mainClass)) {
            return false;
        }
        var began = ProcessHandle.of(pid).flatMap(p -> p.info().startInstant());
        return began.isPresent()
                && !began.get().isAfter(writtenAt.plus(CLOCK_NOISE))
                && dataOf(arguments).map(data::equals).orElse(true);
    }

    /** The data folder that a command line of the program names. */
    public static Optional<DataFolder> dataOf(List<String> arguments) {
        return optionOf(arguments, "--data").map(data -> DataFolder.of(Path.of(data)));
    }

    public static Optional<String> optionOf(List<String> arguments, String option) {
        for (int i = 0; i < arguments.size(); i++) {
            var argument = arguments.get(i);
            if (argument.equals(option) && i + 1 < arguments.size()) {
                return Optional.of(arguments.get(i + 1));
            }
            if (argument.startsWith(option + "=")) {
                return Optional.of(argument.substring(option.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** Which program a command line is of. */
    public static Optional<BerthProgram> of(List<String> arguments) {
        for (var program : values()) {
            if (arguments.contains(program.mainClass)) {
                return Optional.of(program);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return subcommand;
    }
}
