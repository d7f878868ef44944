/**
 * The plugins of the server: {@link dev.berth.pluginhost.PluginInventory} loads them, watches the
 * plugins folder and lists them. {@code load} reads an archive and creates its points, {@code
 * guard} knows a loaded plugin and guards the calls into it, {@code folder} says which files count,
 * {@code settings} reads a section of the configuration, and each plugin point has a package of its
 * own.
 */
package dev.berth.pluginhost;
