/** The files of the plugins folder, and which of them counts for each plugin. */
package dev.berth.pluginhost.folder;
