package dev.berth.cli.local;

import dev.berth.cli.installation.DataFolder;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The plugins folder. A file is put into it by one rename, so no reader sees an incomplete file. It
 * replaces an older file of the same plugin.
 */
public record PluginFolder(Path path) {

    public static PluginFolder of(DataFolder data) {
        return new PluginFolder(data.path().resolve("plugins"));
    }

    /**
     * A plugin that has been put into the folder, and can be taken back.
     *
     * @param before what lay in its place, or null
     * @param others more files of the same plugin, which are in the way once it stays
     */
    public record Installed(PluginArchive archive, Path file, byte[] before, List<Path> others) {

        /** It stays: nothing else of this plugin does. */
        public void keep() throws IOException {
            for (var other : others) {
                Files.delete(other);
            }
        }

        /** The folder is again as it was. */
        public void undo() throws IOException {
            if (before == null) {
                Files.deleteIfExists(file);
            } else {
                replace(file, before);
            }
        }
    }

    /**
     * Checks the file as the server does, and puts it into the folder.
     *
     * @throws CliException where it is no plugin, with the reason; the folder is as it was then
     */
    public Installed install(Path file) throws IOException {
        var archive = read(file);
        Files.createDirectories(path);
        var older = filesOf(archive.id());
        var target = older.isEmpty() ? path.resolve(archive.id() + ".jar") : older.getFirst();
        var before = older.isEmpty() ? null : Files.readAllBytes(target);
        replace(target, Files.readAllBytes(file));
        return new Installed(
                archive, target, before, older.stream().filter(o -> !o.equals(target)).toList());
    }

    private static void replace(Path target, byte[] content) throws IOException {
        var beside = Files.createTempFile(target.getParent(), ".install-", ".part");
        try {
            Files.write(beside, content);
            Files.move(
                    beside,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    private static PluginArchive read(Path file) throws IOException {
        try {
            return PluginArchive.read(file);
        } catch (BadArchiveException reason) {
            throw new CliException(
                    ExitCode.FAILED, file + " is not a plugin: " + reason.getMessage());
        } catch (NoSuchFileException missing) {
            throw new CliException(ExitCode.FAILED, "No such file: " + file);
        }
    }

    /** Whether there was something of this plugin to remove. */
    public boolean remove(String id) throws IOException {
        var files = filesOf(id);
        for (var file : files) {
            Files.delete(file);
        }
        return !files.isEmpty();
    }

    /**
     * The names of the plugins in it and of their points, as far as they can be determined without
     * running them; a file that cannot be read has none.
     */
    public Set<String> names() throws IOException {
        var names = new TreeSet<String>();
        if (!Files.isDirectory(path)) {
            return names;
        }
        try (var files = Files.newDirectoryStream(path, "*.jar")) {
            for (var file : files) {
                try {
                    var archive = PluginArchive.read(file);
                    names.add(archive.id());
                    names.addAll(OfferedNames.of(archive));
                } catch (BadArchiveException unreadable) {
                    continue; // the server names it
                }
            }
        }
        return names;
    }

    private List<Path> filesOf(String id) throws IOException {
        var found = new ArrayList<Path>();
        if (!Files.isDirectory(path)) {
            return found;
        }
        try (var files = Files.newDirectoryStream(path, "*.jar")) {
            for (var file : files) {
                if (isOf(file, id)) {
                    found.add(file);
                }
            }
        }
        found.sort(null);
        return found;
    }

    private static boolean isOf(Path file, String id) throws IOException {
        try {
            return PluginArchive.read(file).id().equals(id);
        } catch (BadArchiveException unreadable) {
            // A file that is not a plugin has no id; it is removed by the name of the file.
            return file.getFileName().toString().equals(id + ".jar");
        }
    }
}
