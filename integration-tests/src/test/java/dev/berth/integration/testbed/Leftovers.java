package dev.berth.integration.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Removes whatever bears a bench's name: processes, mounts, namespaces, links, folders. */
final class Leftovers {
    /** Programs that the bench starts with its folder on their command line. */
    private static final Set<String> PROGRAMS =
            Set.of("dockerd", "containerd", "containerd-shim-runc-v2", "java");

    private Leftovers() {}

    static void remove(Bench bench) {
        killProcessesOf(bench.folder());
        unmountBelow(bench.folder());
        unmountBelow(bench.workspace().resolve("docker"));
        for (var namespace : lines(Command.run("ip", "netns", "list")))
            if (namespace.startsWith(bench.namespace("")))
                Command.run("ip", "netns", "delete", namespace.split(" ")[0]);
        if (Files.exists(Path.of("/sys/class/net", bench.bridge())))
            Command.run("ip", "link", "delete", bench.bridge());
        delete(bench.workspace().resolve("docker"));
        delete(bench.folder());
    }

    /** Kills, each by its id, the programs that name the folder, with all their descendants. */
    static void killProcessesOf(Path folder) {
        var doomed = new HashSet<ProcessHandle>();
        ProcessHandle.allProcesses()
                .filter(process -> process.pid() != ProcessHandle.current().pid())
                .filter(process -> names(process, folder))
                .forEach(
                        process -> {
                            doomed.add(process);
                            process.descendants().forEach(doomed::add);
                        });
        doomed.forEach(ProcessHandle::destroyForcibly);
        Await.until(
                "the processes of " + folder + " to end",
                Duration.ofSeconds(30),
                () -> doomed.stream().allMatch(Leftovers::isGone));
    }

    /** Whether the process has ended; one that its parent has not waited for yet counts. */
    static boolean isGone(ProcessHandle process) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException _) {
            return true;
        }
    }

    private static boolean names(ProcessHandle process, Path folder) {
        try {
            var line = Files.readAllBytes(Path.of("/proc", "" + process.pid(), "cmdline"));
            var words = new String(line, StandardCharsets.UTF_8).split("\0");
            var program = Path.of(words[0]).getFileName();
            return program != null
                    && PROGRAMS.contains(program.toString())
                    && Stream.of(words).anyMatch(word -> word.contains(folder + "/"));
        } catch (IOException _) {
            return false;
        }
    }

    static void unmountBelow(Path folder) {
        try {
            var points =
                    Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                            .map(line -> Path.of(line.split(" ")[1].replace("\\040", " ")))
                            .filter(point -> point.startsWith(folder))
                            .sorted(Comparator.reverseOrder())
                            .toList();
            points.forEach(point -> Command.of("umount", "--lazy", point.toString()).outcome());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void delete(Path folder) {
        if (!Files.exists(folder)) return;
        try (var files = Files.walk(folder)) {
            List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
            for (var file : deepestFirst) Files.deleteIfExists(file);
        } catch (NoSuchFileException _) {
            delete(folder); // a process on its way out removed a file under our feet
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(String text) {
        return text.lines().toList();
    }
}
