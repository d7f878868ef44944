/** A loaded plugin, its health, and how every call into it is timed, limited and checked. */
package dev.berth.pluginhost.guard;
