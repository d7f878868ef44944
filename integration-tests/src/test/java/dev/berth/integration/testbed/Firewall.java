package dev.berth.integration.testbed;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * The iptables that {@code dockerd} shall use: the machine's own, or its legacy variant where the
 * kernel lacks nf_tables.
 */
final class Firewall {
    private Firewall() {}

    static Consumer<Map<String, String>> forDocker(Path namespace, Path folder) {
        if (works("iptables", namespace)) return _ -> {};
        if (!works("iptables-legacy", namespace))
            throw new IllegalStateException(
                    "The integration tests need an iptables that this kernel supports: neither"
                            + " iptables nor iptables-legacy can list the nat table.");
        var legacy = legacyIn(folder);
        return environment ->
                environment.merge("PATH", legacy.toString(), (path, first) -> first + ":" + path);
    }

    /** The number of rules in the tables {@code nat} and {@code filter} of a namespace. */
    static long rules(Path namespace) {
        return Stream.of("nat", "filter")
                .flatMap(table -> iptables(namespace, "-t", table, "-S").lines())
                .filter(line -> line.startsWith("-A "))
                .count();
    }

    /** Runs iptables in a namespace; its output. */
    static String iptables(Path namespace, String... arguments) {
        var program = works("iptables", namespace) ? "iptables" : "iptables-legacy";
        var command = new ArrayList<>(List.of("nsenter", "--net=" + namespace, program, "-w"));
        command.addAll(List.of(arguments));
        return Command.run(command.toArray(String[]::new));
    }

    private static boolean works(String program, Path namespace) {
        return Requirements.find(program).isPresent()
                && Command.of("nsenter", "--net=" + namespace, program, "-t", "nat", "-L", "-n")
                                .outcome()
                                .exitCode()
                        == 0;
    }

    private static Path legacyIn(Path parent) {
        try {
            var folder = parent.resolve("legacy");
            if (Files.exists(folder)) return folder;
            Files.createDirectories(folder);
            for (var program : new String[] {"iptables", "ip6tables"})
                Files.createSymbolicLink(
                        folder.resolve(program),
                        Requirements.find(program + "-legacy").orElseThrow());
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
