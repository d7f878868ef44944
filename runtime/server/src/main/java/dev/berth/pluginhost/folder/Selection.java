package dev.berth.pluginhost.folder;

import dev.berth.pluginhost.folder.DroppedFiles.Found;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The file that counts for each plugin of a folder.
 *
 * @param files the file of each plugin by its id
 * @param archives what those files are
 * @param refused why the others do not count, by file
 * @param unsettled files that are being written
 */
public record Selection(
        Map<String, Path> files,
        Map<Path, PluginArchive> archives,
        Map<Path, String> refused,
        Set<Path> unsettled) {

    /**
     * @param builtIn the ids of the plugins that ship with Berth
     */
    public static Selection of(Map<Path, Found> found, Set<String> builtIn) {
        var files = new TreeMap<String, Path>();
        var archives = new HashMap<Path, PluginArchive>();
        var refused = new TreeMap<Path, String>();
        var unsettled = new java.util.HashSet<Path>();
        found.forEach(
                (file, it) -> {
                    switch (it) {
                        case Found.Unsettled _ -> unsettled.add(file);
                        case Found.Bad(String reason) -> refused.put(file, reason);
                        case Found.Whole(PluginArchive archive) -> {
                            archives.put(file, archive);
                            if (builtIn.contains(archive.id())) {
                                refused.put(
                                        file,
                                        "its Plugin-Id, "
                                                + archive.id()
                                                + ", is that of a plugin that ships with Berth");
                            } else {
                                choose(file, archive, files, archives, refused);
                            }
                        }
                    }
                });
        return new Selection(files, archives, refused, unsettled);
    }

    /** Chooses the newest version; for equal versions, the first file by name. */
    private static void choose(
            Path file,
            PluginArchive archive,
            Map<String, Path> files,
            Map<Path, PluginArchive> archives,
            Map<Path, String> refused) {
        var other = files.get(archive.id());
        if (other == null) {
            files.put(archive.id(), file);
            return;
        }
        boolean isNewer = Versions.OLDEST_FIRST.compare(archive, archives.get(other)) > 0;
        var chosen = isNewer ? file : other;
        files.put(archive.id(), chosen);
        refused.put(
                isNewer ? other : file,
                "its Plugin-Id, %s, is that of %s, version %s, which counts. Remove one of them"
                        .formatted(
                                archive.id(),
                                chosen.getFileName(),
                                archives.get(chosen).version()));
    }
}
