/**
 * Plugins: finds their files, loads each with a class loader of its own, guards every call into
 * them, and follows what is dropped in, replaced and removed.
 */
package dev.berth.pluginhost;
