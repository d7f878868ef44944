package dev.berth.pluginhost.load;

import dev.berth.protocol.plugin.BadArchiveException;
import dev.berth.protocol.plugin.PluginArchive;
import java.lang.classfile.ClassFile;
import java.lang.classfile.constantpool.ClassEntry;

/**
 * Finds references from a plugin to classes of the server that are not shared with plugins. They
 * are refused when the plugin is loaded, not when the code runs for the first time.
 */
final class ForeignNames {
    private ForeignNames() {}

    static void refuse(PluginArchive archive) throws BadArchiveException {
        for (var entry : archive.entries().entrySet()) {
            if (entry.getKey().endsWith(".class") && !entry.getKey().startsWith("META-INF/")) {
                refuse(archive, entry.getKey(), entry.getValue());
            }
        }
    }

    private static void refuse(PluginArchive archive, String file, byte[] bytes)
            throws BadArchiveException {
        try {
            for (var constant : ClassFile.of().parse(bytes).constantPool()) {
                if (constant instanceof ClassEntry named) {
                    var name = named.asInternalName();
                    if (isForeign(name) && !archive.entries().containsKey(name + ".class")) {
                        throw new BadArchiveException(
                                "its class "
                                        + file.substring(0, file.length() - ".class".length())
                                                .replace('/', '.')
                                        + " names "
                                        + name.replace('/', '.')
                                        + ", but "
                                        + SharedClasses.VISIBLE);
                    }
                }
            }
        } catch (IllegalArgumentException reason) {
            throw new BadArchiveException(file + " is not a class file: " + reason.getMessage());
        }
    }

    private static boolean isForeign(String name) {
        return name.startsWith("org/apache/pekko/")
                || name.startsWith("dev/berth/") && !name.startsWith("dev/berth/plugin/");
    }
}
