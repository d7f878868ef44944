package dev.berth.pluginhost.load;

import dev.berth.protocol.plugin.PluginArchive;
import java.nio.file.Path;
import java.util.List;
import org.pf4j.CompoundPluginRepository;
import org.pf4j.DefaultPluginDescriptor;
import org.pf4j.DefaultPluginManager;
import org.pf4j.Plugin;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginFactory;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;

/**
 * PF4J for one plugin, with a class loader of its own. Each load has its own plugin manager, so
 * that no plugin keeps a reference to another.
 */
public final class PluginContainer extends DefaultPluginManager {
    /** PF4J requires a path that exists. It is never read. */
    private static final Path NOWHERE = Path.of("/");

    private final String id;

    private PluginContainer(String id) {
        super(List.of());
        this.id = id;
    }

    static PluginContainer start(PluginArchive archive, ClassLoader parent) {
        var container = new PluginContainer(archive.id());
        container.setSystemVersion(ApiVersion.CURRENT);
        container.pluginDescriptorFinder = finder(archive);
        container.pluginLoader = loader(archive, parent);
        container.loadPlugin(NOWHERE);
        container.startPlugin(archive.id());
        return container;
    }

    /** A new extension. PF4J's own finder skips an extension that cannot be created. */
    Object extension(String className) throws ClassNotFoundException {
        return getExtensionFactory().create(getPluginClassLoader(id).loadClass(className));
    }

    void end() {
        unloadPlugin(id);
    }

    private static PluginDescriptorFinder finder(PluginArchive archive) {
        return new PluginDescriptorFinder() {
            @Override
            public boolean isApplicable(Path path) {
                return true;
            }

            @Override
            public PluginDescriptor find(Path path) {
                return new DefaultPluginDescriptor(
                        archive.id(),
                        "",
                        "org.pf4j.Plugin",
                        archive.version(),
                        ApiVersion.range(archive.requires()),
                        "",
                        "");
            }
        };
    }

    private static PluginLoader loader(PluginArchive archive, ClassLoader parent) {
        return new PluginLoader() {
            @Override
            public boolean isApplicable(Path path) {
                return true;
            }

            @Override
            public ClassLoader loadPlugin(Path path, PluginDescriptor descriptor) {
                return new ArchiveClassLoader(archive.id(), archive.entries(), parent);
            }
        };
    }

    @Override
    protected PluginFactory createPluginFactory() {
        return wrapper -> new Plugin();
    }

    /** No plugin is disabled. PF4J's own provider reads a list from a folder. */
    @Override
    protected PluginStatusProvider createPluginStatusProvider() {
        return new PluginStatusProvider() {
            @Override
            public boolean isPluginDisabled(String pluginId) {
                return false;
            }

            @Override
            public void disablePlugin(String pluginId) {}

            @Override
            public void enablePlugin(String pluginId) {}
        };
    }

    @Override
    protected PluginRepository createPluginRepository() {
        return new CompoundPluginRepository();
    }
}
