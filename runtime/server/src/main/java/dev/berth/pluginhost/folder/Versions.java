package dev.berth.pluginhost.folder;

import dev.berth.protocol.plugin.PluginArchive;
import java.util.Comparator;
import org.pf4j.DefaultVersionManager;

/** Which of two archives is newer. */
final class Versions {
    private static final DefaultVersionManager MANAGER = new DefaultVersionManager();

    /** By version, oldest first. */
    static final Comparator<PluginArchive> OLDEST_FIRST =
            (one, other) -> MANAGER.compareVersions(one.version(), other.version());

    private Versions() {}
}
