package dev.berth.integration.testbed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The process that holds a bench. When it started tells it apart from a later one with its number;
 * that is the kernel's count of ticks, since a time of day shifts when the clock is set.
 */
record Owner(long pid, long startedTicks) {
    private static final int START_TIME = 22;
    private static final Owner NOBODY = new Owner(0, 0);

    static Owner self() {
        return of(ProcessHandle.current().pid());
    }

    static Owner read(Path file) throws IOException {
        try {
            var words = Files.readString(file).strip().split(" ");
            return new Owner(Long.parseLong(words[0]), Long.parseLong(words[1]));
        } catch (NoSuchFileException _) {
            return NOBODY;
        }
    }

    void write(Path file) throws IOException {
        Files.writeString(file, pid + " " + startedTicks);
    }

    boolean isAlive() {
        return !equals(NOBODY) && equals(of(pid));
    }

    private static Owner of(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            // The second field, a name in parentheses, may hold blanks.
            var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new Owner(pid, Long.parseLong(fields[START_TIME - 3]));
        } catch (IOException _) {
            return NOBODY;
        }
    }
}
