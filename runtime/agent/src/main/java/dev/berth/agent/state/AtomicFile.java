package dev.berth.agent.state;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Writes files atomically: a reader finds the complete old or the complete new content, even after
 * a crash.
 */
public final class AtomicFile {
    private static final String BESIDE = ".new";
    private static final Set<StandardOpenOption> ANEW =
            Set.of(
                    StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);

    private AtomicFile() {}

    /**
     * Writes a temporary file, flushes it, renames it, and flushes the folder. Only the owner can
     * read the file.
     */
    public static void write(Path file, byte[] content) throws IOException {
        write(file, content, KillPoint.NONE);
    }

    static void write(Path file, byte[] content, KillPoint killPoint) throws IOException {
        var beside = file.resolveSibling(file.getFileName() + BESIDE);
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try (var channel = FileChannel.open(beside, ANEW, ownerOnly)) {
            killPoint.reach("opened");
            var buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            killPoint.reach("written");
            channel.force(true);
        }
        killPoint.reach("flushed");
        Files.move(
                beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        killPoint.reach("renamed");
        flushFolder(file.getParent());
    }

    public static void delete(Path file) throws IOException {
        if (Files.deleteIfExists(file)) {
            flushFolder(file.getParent());
        }
    }

    /** Whether a file is a temporary file that a crash has left. */
    public static boolean isLeftOver(Path file) {
        return file.getFileName().toString().endsWith(BESIDE);
    }

    private static void flushFolder(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }
}
