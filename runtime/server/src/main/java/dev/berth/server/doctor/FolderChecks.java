package dev.berth.server.doctor;

import dev.berth.server.config.ServerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipFile;

/** Checks the data folder and changes nothing. */
final class FolderChecks {

    private static final long MEBIBYTE = 1 << 20;
    private static final long LEAST_FREE = 256;
    private static final long GOOD_FREE = 2_048;
    private static final Set<PosixFilePermission> OTHERS =
            EnumSet.of(
                    PosixFilePermission.GROUP_READ,
                    PosixFilePermission.GROUP_WRITE,
                    PosixFilePermission.GROUP_EXECUTE,
                    PosixFilePermission.OTHERS_READ,
                    PosixFilePermission.OTHERS_WRITE,
                    PosixFilePermission.OTHERS_EXECUTE);

    private final ServerConfig config;

    FolderChecks(ServerConfig config) {
        this.config = config;
    }

    List<Check> all() {
        var data = config.data();
        if (!Files.isDirectory(data)) {
            return List.of(
                    Check.warning(
                            "data folder",
                            data + " does not exist; berth server creates it at its first start."));
        }
        var checks = new ArrayList<Check>();
        checks.add(dataFolder(data));
        if (config.aws().accessKeys().isEmpty()) {
            checks.add(credentials(data.resolve("credentials")));
        }
        checks.add(freeDisk(data));
        checks.add(plugins(data.resolve("plugins")));
        return checks;
    }

    private static Check dataFolder(Path data) {
        if (!Files.isWritable(data)) {
            return Check.wrong(
                    "data folder",
                    data
                            + " cannot be written by this user. Run berth doctor as the server's user.");
        }
        return isPrivate(data)
                ? Check.ok("data folder", data.toString())
                : Check.warning(
                        "data folder",
                        "%1$s is readable by other users. Type: chmod 700 %1$s".formatted(data));
    }

    private static Check credentials(Path file) {
        if (!Files.exists(file)) {
            return Check.ok("credentials", "none yet; created at the first start");
        }
        return isPrivate(file)
                ? Check.ok("credentials", file.toString())
                : Check.wrong(
                        "credentials",
                        "%1$s is readable by other users. Type: chmod 600 %1$s, and replace the keys."
                                .formatted(file));
    }

    private static boolean isPrivate(Path path) {
        try {
            return Files.getPosixFilePermissions(path).stream().noneMatch(OTHERS::contains);
        } catch (IOException | UnsupportedOperationException _) {
            return false;
        }
    }

    private static Check freeDisk(Path data) {
        long free;
        try {
            free = Files.getFileStore(data).getUsableSpace() / MEBIBYTE;
        } catch (IOException reason) {
            return Check.warning("free disk", "Cannot be determined: " + reason);
        }
        var text = free + " MiB";
        if (free < LEAST_FREE) {
            return Check.wrong(
                    "free disk", text + ": too little for the database. Free some disk space.");
        }
        return free < GOOD_FREE
                ? Check.warning("free disk", text + ". Free some disk space soon.")
                : Check.ok("free disk", text);
    }

    private static Check plugins(Path folder) {
        if (!Files.exists(folder)) {
            return Check.ok("plugins", "no installed plugins");
        }
        try (var files = Files.list(folder)) {
            var archives =
                    files.filter(file -> file.toString().matches(".*\\.(jar|zip)"))
                            .sorted()
                            .toList();
            for (var archive : archives) {
                try (var zip = new ZipFile(archive.toFile())) {
                    zip.size();
                } catch (IOException reason) {
                    return Check.wrong(
                            "plugins",
                            "%s is not a valid archive (%s). Copy it again, or remove it."
                                    .formatted(archive, reason.getMessage()));
                }
            }
            return Check.ok("plugins", "%d in %s".formatted(archives.size(), folder));
        } catch (IOException reason) {
            return Check.wrong("plugins", "%s cannot be read: %s".formatted(folder, reason));
        }
    }
}
