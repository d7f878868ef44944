package dev.berth.cli.local;

import dev.berth.cli.installation.BerthProgram;
import dev.berth.cli.installation.ProcFs;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Says which process listens on a TCP port, from what the kernel lists under /proc. */
public final class TcpListeners {
    private static final String LISTEN = "0A";

    private TcpListeners() {}

    /** A sentence's part such as "nginx (pid 812)"; tells also where that cannot be seen. */
    public static String holderOf(int port) {
        var pid = pidOf(port);
        if (pid.isEmpty()) {
            return "a process of another user (sudo ss -ltnp 'sport = :" + port + "' names it)";
        }
        var arguments = ProcFs.commandLine(pid.getAsLong());
        var berth =
                BerthProgram.of(arguments)
                        .map(
                                program ->
                                        "the Berth "
                                                + program
                                                + BerthProgram.dataOf(arguments)
                                                        .map(data -> " of " + data.path())
                                                        .orElse(""));
        var name = berth.or(() -> executable(arguments)).orElse("a process");
        return name + " (pid " + pid.getAsLong() + ")";
    }

    private static Optional<String> executable(List<String> arguments) {
        return arguments.stream()
                .findFirst()
                .map(path -> path.substring(path.lastIndexOf('/') + 1));
    }

    private static OptionalLong pidOf(int port) {
        var sockets =
                Stream.of("/proc/net/tcp", "/proc/net/tcp6")
                        .flatMap(table -> lines(Path.of(table)))
                        .flatMap(line -> listeningSocket(line, port).stream())
                        .map(inode -> "socket:[" + inode + "]")
                        .collect(Collectors.toSet());
        try (DirectoryStream<Path> processes =
                Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : processes) {
                if (holdsOneOf(process, sockets)) {
                    return OptionalLong.of(Long.parseLong(process.getFileName().toString()));
                }
            }
        } catch (IOException e) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** The inode of the socket in a line of /proc/net/tcp if it listens on the port. */
    static Optional<String> listeningSocket(String line, int port) {
        var columns = line.strip().split("\\s+");
        if (columns.length < 10 || !columns[3].equals(LISTEN)) {
            return Optional.empty();
        }
        var local = columns[1];
        var localPort = Integer.parseInt(local.substring(local.lastIndexOf(':') + 1), 16);
        return localPort == port ? Optional.of(columns[9]) : Optional.empty();
    }

    private static boolean holdsOneOf(Path process, Set<String> sockets) {
        try (var descriptors = Files.newDirectoryStream(process.resolve("fd"))) {
            for (var descriptor : descriptors) {
                if (sockets.contains(target(descriptor))) {
                    return true;
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return false; // gone, or another user's
        }
        return false;
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "";
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }
}
