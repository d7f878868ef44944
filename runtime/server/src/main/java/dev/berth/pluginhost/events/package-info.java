/** The plugins that send events. */
package dev.berth.pluginhost.events;
