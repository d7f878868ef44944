package dev.berth.server;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * Locks the data folder for this server: only the user of the server can read it, and no other
 * server can use it. It is a lock of the operating system, so it ends with the process.
 */
final class DataFolderLock implements AutoCloseable {
    private final FileChannel lock;

    private DataFolderLock(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Creates the data folder if necessary and locks it.
     *
     * @throws StartException if the folder cannot be written, or another server uses it
     */
    static DataFolderLock take(Path path) throws StartException {
        try {
            var owner =
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------"));
            Files.createDirectories(path, owner);
            for (var folder : List.of("run", "logs")) {
                Files.createDirectories(path.resolve(folder), owner);
            }
            var channel =
                    FileChannel.open(
                            path.resolve("run").resolve("lock"),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE);
            if (isLockedBy(channel)) {
                return new DataFolderLock(channel);
            }
            channel.close();
        } catch (IOException reason) {
            throw new StartException(
                    StartException.CONFIGURATION,
                    "data: expected a writable folder, found %s (%s)".formatted(path, reason));
        }
        throw new StartException(
                StartException.OTHER,
                "The data folder %s is in use by another server (see its run/server.json)."
                                .formatted(path)
                        + " Stop that server, or choose another folder with --data.");
    }

    private static boolean isLockedBy(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false; // by a server in this process
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
