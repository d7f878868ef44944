package dev.berth.actors.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * The file of the embedded database. It contains environment variables of containers in clear text,
 * so its permissions are 0600, independent of those of the folder.
 */
final class DatabaseFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    private DatabaseFile() {}

    /** The file, if the URL names one. H2 adds the extension. */
    private static Optional<Path> of(DatabaseSettings settings) {
        var prefix = "jdbc:h2:file:";
        return settings.url().startsWith(prefix)
                ? Optional.of(
                        Path.of(
                                settings.url().substring(prefix.length()).replaceAll(";.*", "")
                                        + ".mv.db"))
                : Optional.empty();
    }

    /**
     * Creates the file with permissions for its owner only, or changes the permissions of an
     * existing file.
     */
    static void protect(DatabaseSettings settings) {
        var file = of(settings).filter(DatabaseFile::hasPermissions);
        if (file.isEmpty()) {
            return;
        }
        try {
            Files.createDirectories(file.get().getParent());
            Files.createFile(file.get(), PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException e) {
            restrict(file.get());
        } catch (IOException e) {
            throw new UncheckedIOException("The file " + file.get() + " cannot be created", e);
        }
    }

    private static void restrict(Path file) {
        try {
            if (!Files.getPosixFilePermissions(file).equals(OWNER_ONLY)) {
                Files.setPosixFilePermissions(file, OWNER_ONLY);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file "
                            + file
                            + " is readable by other users, and its permissions cannot be changed",
                    e);
        }
    }

    private static boolean hasPermissions(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
