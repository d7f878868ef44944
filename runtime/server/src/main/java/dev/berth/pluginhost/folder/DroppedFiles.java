package dev.berth.pluginhost.folder;

import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The jars in a folder. A file counts after two reads have found it unchanged, so that a file that
 * is being copied is not loaded. An incomplete archive is read a few times more before it is
 * refused.
 */
public final class DroppedFiles {
    private static final int MOST_FILES = 256;
    private static final int LOOKS_FOR_AN_END = 10;

    /** The state of a file. */
    public sealed interface Found {
        /** A complete plugin archive. */
        public record Whole(PluginArchive archive) implements Found {}

        /** A file that cannot be loaded. */
        public record Bad(String reason) implements Found {}

        /** A file that may still be changing. */
        public record Unsettled() implements Found {}
    }

    private record Stamp(long size, long modifiedAt, Object key) {
        static Stamp of(Path file) throws IOException {
            var attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(
                    attributes.size(),
                    attributes.lastModifiedTime().toMillis(),
                    attributes.fileKey());
        }
    }

    private record Seen(Stamp stamp, int looks, Found found) {}

    private final Path folder;
    private Map<Path, Seen> seen = new HashMap<>();

    public DroppedFiles(Path folder) {
        this.folder = folder;
    }

    public Path folder() {
        return folder;
    }

    /** The files at the start of the server: they are read twice without a pause. */
    public Map<Path, Found> settled() {
        look();
        return look();
    }

    /** Reads the folder. The files in the order of their names; empty if there is no folder. */
    public Map<Path, Found> look() {
        var now = new HashMap<Path, Seen>();
        for (var file : files()) {
            try {
                now.put(file, look(file, seen.get(file)));
            } catch (NoSuchFileException goneMeanwhile) {
                continue;
            } catch (IOException reason) {
                now.put(file, new Seen(null, 0, new Found.Bad("it cannot be read: " + reason)));
            }
        }
        seen = now;
        var found = new TreeMap<Path, Found>();
        now.forEach((file, it) -> found.put(file, it.found()));
        return found;
    }

    private static Seen look(Path file, Seen before) throws IOException {
        var stamp = Stamp.of(file);
        if (before == null || !stamp.equals(before.stamp())) {
            return new Seen(stamp, 1, new Found.Unsettled());
        }
        if (!(before.found() instanceof Found.Unsettled)) {
            return before;
        }
        int looks = before.looks() + 1;
        var found = read(file, looks);
        // The file may have been written to while it was read.
        return Stamp.of(file).equals(stamp)
                ? new Seen(stamp, looks, found)
                : new Seen(stamp, 1, new Found.Unsettled());
    }

    private static Found read(Path file, int looks) throws IOException {
        try {
            return new Found.Whole(PluginArchive.read(file));
        } catch (BadArchiveException reason) {
            return reason.isIncomplete() && looks < LOOKS_FOR_AN_END
                    ? new Found.Unsettled()
                    : new Found.Bad(reason.getMessage());
        }
    }

    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (IOException | java.io.UncheckedIOException reason) {
            return List.copyOf(
                    seen.keySet()); // A folder that cannot be read is not an empty folder.
        }
    }
}
