/** Loads a plugin from its archive: class loader, factories, points, and how it is closed. */
package dev.berth.pluginhost.load;
