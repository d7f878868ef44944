package dev.berth.cli.installation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** What Linux tells about processes. */
public final class ProcFs {
    private ProcFs() {}

    /** The arguments of a process; empty where it is gone, a zombie, or the kernel's own. */
    public static List<String> commandLine(long pid) {
        try {
            var text =
                    Files.readString(
                            Path.of("/proc/" + pid + "/cmdline"), StandardCharsets.ISO_8859_1);
            return text.isEmpty() ? List.of() : List.of(text.split("\0"));
        } catch (IOException e) {
            return List.of();
        }
    }
}
