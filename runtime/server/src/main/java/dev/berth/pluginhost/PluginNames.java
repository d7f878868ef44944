package dev.berth.pluginhost;

import dev.berth.pluginhost.folder.DroppedFiles;
import dev.berth.pluginhost.folder.DroppedFiles.Found;
import dev.berth.pluginhost.folder.Selection;
import dev.berth.pluginhost.guard.OfferedPoint;
import dev.berth.pluginhost.load.PluginLoading;
import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Compares the configuration with the names that the plugins in the folders offer. No point is
 * created, and no file is written.
 */
public final class PluginNames {

    private PluginNames() {}

    /**
     * What the configuration names that no plugin offers: sentences that begin with the setting.
     */
    public static List<String> problems(PluginsConfig config) {
        var kinds =
                ServerPoints.of(config).all().stream()
                        .flatMap(point -> point.kinds().stream())
                        .toList();
        var loading = new PluginLoading(config.callTimeout(), kinds, config.folders().data());
        var archives = new HashMap<String, PluginArchive>();
        for (var archive : archives(config.folders().builtIn(), Set.of())) {
            archives.put(archive.id(), archive);
        }
        for (var archive : archives(config.folders().dropped(), Set.copyOf(archives.keySet()))) {
            archives.put(archive.id(), archive);
        }
        var points = new ArrayList<OfferedPoint>();
        for (var archive : archives.values()) {
            try {
                points.addAll(loading.names(archive));
            } catch (BadArchiveException reason) {
                continue; // The server does not load it either, and lists it with the reason.
            }
        }
        return config.placement().problems(points);
    }

    private static Collection<PluginArchive> archives(Path folder, Set<String> builtIn) {
        if (folder == null) {
            return List.of();
        }
        Map<Path, Found> found = new DroppedFiles(folder).settled();
        var selection = Selection.of(found, builtIn);
        return selection.files().values().stream()
                .map(selection.archives()::get)
                .collect(Collectors.toList());
    }
}
