package dev.berth.protocol.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;

/**
 * A plugin's jar, read once into memory and checked: what is loaded is what was checked, and the
 * file is free at once to be replaced or removed.
 *
 * @param id {@code Plugin-Id} of its manifest
 * @param version {@code Plugin-Version}
 * @param requires {@code Plugin-Requires}: the versions of the plugin API that it works with
 * @param extensions the classes that its index of extensions names
 * @param entries the files in it by their names
 * @param digest SHA-256 of the file, as hexadecimal digits
 */
public record PluginArchive(
        String id,
        String version,
        String requires,
        List<String> extensions,
        Map<String, byte[]> entries,
        String digest) {

    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final String INDEX = "META-INF/extensions.idx";
    private static final String ID = "[a-z0-9]([a-z0-9.-]{0,62}[a-z0-9])?";
    private static final String VERSION =
            "\\d{1,9}\\.\\d{1,9}\\.\\d{1,9}(-[0-9A-Za-z.-]{1,64})?(\\+[0-9A-Za-z.-]{1,64})?";
    private static final int MAX_REQUIRES = 200;

    public PluginArchive {
        extensions = List.copyOf(extensions);
        entries = Map.copyOf(entries);
    }

    /** Reads and checks a file, which is closed again when this returns. */
    public static PluginArchive read(Path file) throws IOException, BadArchiveException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(ArchiveEntries.MAX_FILE + 1);
        }
        return of(bytes);
    }

    static PluginArchive of(byte[] bytes) throws BadArchiveException {
        var entries = ArchiveEntries.read(bytes);
        var manifest = manifest(entries);
        var id = member(manifest, "Plugin-Id", ID, "lower case letters, digits, dots and dashes");
        var version = member(manifest, "Plugin-Version", VERSION, "a version such as 1.0.0");
        var requires = manifest.getValue("Plugin-Requires");
        if (requires == null || requires.isBlank() || requires.length() > MAX_REQUIRES) {
            throw new BadArchiveException(
                    "its manifest lacks Plugin-Requires, the version of the plugin API that it was"
                            + " written for, such as 1.0.0");
        }
        return new PluginArchive(
                id, version, requires.strip(), extensions(entries), entries, digest(bytes));
    }

    private static Attributes manifest(Map<String, byte[]> entries) throws BadArchiveException {
        var text = entries.get(MANIFEST);
        if (text == null) {
            throw new BadArchiveException("it has no " + MANIFEST + ", which names the plugin");
        }
        try {
            return new Manifest(new ByteArrayInputStream(text)).getMainAttributes();
        } catch (IOException | RuntimeException reason) {
            throw new BadArchiveException("its manifest cannot be read: " + reason.getMessage());
        }
    }

    private static String member(Attributes manifest, String name, String pattern, String expected)
            throws BadArchiveException {
        var value = manifest.getValue(name);
        if (value == null || !value.strip().matches(pattern)) {
            throw new BadArchiveException(
                    "its manifest "
                            + (value == null ? "lacks " + name : "has a bad " + name)
                            + ": expected "
                            + expected);
        }
        return value.strip();
    }

    private static List<String> extensions(Map<String, byte[]> entries) throws BadArchiveException {
        var index = entries.getOrDefault(INDEX, new byte[0]);
        var names =
                new String(index, StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceAll("#.*", "").strip())
                        .filter(line -> !line.isEmpty())
                        .distinct()
                        .toList();
        if (names.isEmpty()) {
            throw new BadArchiveException(
                    "it offers nothing: "
                            + INDEX
                            + " names no class. A factory has the annotation @Extension, and the compiler of a"
                            + " JDK of 23 or newer writes the index only with <proc>full</proc>");
        }
        for (var name : names) {
            if (!entries.containsKey(name.replace('.', '/') + ".class")) {
                throw new BadArchiveException(
                        INDEX + " names " + name + ", which is not in the file");
            }
        }
        return names;
    }

    private static String digest(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Leaves the contents out. */
    @Override
    public String toString() {
        return id + " " + version;
    }
}
