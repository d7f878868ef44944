package dev.berth.pluginhost.guard;

import java.util.Collection;
import java.util.List;

/**
 * A plugin point of the server: it takes plugins of some kinds and puts those that are loaded to
 * use. Loading, settings, health and lists need to know nothing else of it.
 */
public interface PluginPoint {

    /** The kinds of points that a plugin can offer here. */
    List<PluginKind<?, ?>> kinds();

    /**
     * Uses these plugins from now on, and no others. It is called after each change of the loaded
     * plugins, and when unhealthy plugins are tried again. The plugins may be of any kind.
     */
    void use(Collection<LoadedPlugin> plugins);

    /**
     * What the configuration asks of this point that the plugins in use do not offer: sentences
     * that begin with the key of the setting.
     */
    List<String> problems();
}
