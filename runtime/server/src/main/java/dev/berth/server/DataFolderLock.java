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
 * The data folder while this server owns it: nobody but its user can read it, and no other server
 * can use it. The lock is the operating system's, so it ends with the process however that ends.
 */
final class DataFolderLock implements AutoCloseable {
    private final FileChannel lock;

    private DataFolderLock(FileChannel lock) {
        this.lock = lock;
    }

    /**
     * Makes what is missing of the folder and takes it.
     *
     * @throws StartException where it cannot be written to, or another server has it
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
            if (isTakenBy(channel)) {
                return new DataFolderLock(channel);
            }
            channel.close();
        } catch (IOException reason) {
            throw new StartException(
                    StartException.CONFIGURATION,
                    "data: expected a folder that can be written to, found %s (%s)"
                            .formatted(path, reason));
        }
        throw new StartException(
                StartException.OTHER,
                "The data folder %s is in use by another server (its run/server.json says which)."
                                .formatted(path)
                        + " Stop that one, or choose another folder with --data.");
    }

    private static boolean isTakenBy(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() != null;
        } catch (OverlappingFileLockException _) {
            return false; // by a server in this very process
        }
    }

    @Override
    public void close() throws IOException {
        lock.close();
    }
}
