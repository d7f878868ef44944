/** The section of a plugin in the configuration, as the plugin reads it. */
package dev.berth.pluginhost.settings;
