package dev.berth.protocol.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * Unpacks an archive in memory. Refused are names that lead out of the archive, more entries, bytes
 * or compression than a plugin can need, and duplicate names.
 */
final class ArchiveEntries {
    static final int MAX_FILE = 32 << 20;
    static final int MAX_CONTENT = 64 << 20;
    static final int MOST_ENTRIES = 10_000;

    /**
     * Classes and texts are packed to a tenth at most; below this size a ratio is not significant.
     */
    static final int HIGHEST_RATIO = 100;

    private static final int RATIO_COUNTS_FROM = 1 << 20;

    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int MAX_COMMENT = 0xffff;

    private ArchiveEntries() {}

    static Map<String, byte[]> read(byte[] archive) throws BadArchiveException {
        if (archive.length > MAX_FILE) {
            throw new BadArchiveException("it is larger than %d MiB".formatted(MAX_FILE >> 20));
        }
        int announced = announcedEntries(archive);
        if (announced > MOST_ENTRIES) {
            throw tooMany();
        }
        var entries = new LinkedHashMap<String, byte[]>();
        int found = 0;
        long left = MAX_CONTENT;
        try (var zip = new ZipInputStream(new ByteArrayInputStream(archive))) {
            for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
                if (++found > MOST_ENTRIES) {
                    throw tooMany();
                }
                checkName(entry.getName());
                var content = content(zip, entry, left);
                left -= content.length;
                if (!entry.isDirectory() && entries.put(entry.getName(), content) != null) {
                    throw new BadArchiveException(
                            "it has two entries called " + quoted(entry.getName()));
                }
            }
        } catch (IOException | IllegalArgumentException reason) {
            throw new BadArchiveException("it is no intact jar: " + reason.getMessage());
        }
        if (found != announced) {
            throw new BadArchiveException(
                    "it is no intact jar: its directory lists %d entries, there are %d"
                            .formatted(announced, found));
        }
        return entries;
    }

    private static byte[] content(ZipInputStream zip, ZipEntry entry, long left)
            throws IOException, BadArchiveException {
        var content = zip.readNBytes((int) left + 1);
        if (content.length > left) {
            throw new BadArchiveException(
                    "it unpacks to more than %d MiB".formatted(MAX_CONTENT >> 20));
        }
        zip.closeEntry(); // Only now the packed size is known.
        long packed = Math.max(1, entry.getCompressedSize());
        if (content.length > RATIO_COUNTS_FROM && content.length / packed > HIGHEST_RATIO) {
            throw new BadArchiveException(
                    quoted(entry.getName())
                            + " unpacks to more than "
                            + HIGHEST_RATIO
                            + " times its size, as only a zip bomb does");
        }
        return content;
    }

    private static void checkName(String name) throws BadArchiveException {
        var leadsOut =
                name.isEmpty()
                        || name.startsWith("/")
                        || name.contains("\\")
                        || name.contains("\0")
                        || name.matches("[A-Za-z]:.*");
        for (var part : name.split("/", -1)) {
            leadsOut |= part.equals("..");
        }
        if (leadsOut) {
            throw new BadArchiveException("its entry " + quoted(name) + " would lie outside of it");
        }
    }

    /**
     * The number of entries in the end record of the archive; without this record it is incomplete.
     */
    private static int announcedEntries(byte[] archive) throws BadArchiveException {
        int earliest = Math.max(0, archive.length - END_LENGTH - MAX_COMMENT);
        for (int at = archive.length - END_LENGTH; at >= earliest; at--) {
            if (number(archive, at, 4) == END_SIGNATURE
                    && at + END_LENGTH + number(archive, at + 20, 2) == archive.length) {
                return number(archive, at + 10, 2);
            }
        }
        throw BadArchiveException.incomplete(
                "not a valid jar (truncated?): the central directory is missing");
    }

    private static int number(byte[] bytes, int at, int length) {
        int number = 0;
        for (int i = length - 1; i >= 0; i--) {
            number = number << 8 | bytes[at + i] & 0xff;
        }
        return number;
    }

    private static BadArchiveException tooMany() {
        return new BadArchiveException("it has more than " + MOST_ENTRIES + " entries");
    }

    /** Short and printable, because the name is not trusted. */
    private static String quoted(String name) {
        var shown = name.replaceAll("\\p{Cntrl}", "?");
        return '"' + (shown.length() > 80 ? shown.substring(0, 80) + "…" : shown) + '"';
    }
}
