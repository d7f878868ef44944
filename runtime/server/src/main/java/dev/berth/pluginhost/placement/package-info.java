/** The placement point: placement strategies, placement constraints and schedulers of plugins. */
package dev.berth.pluginhost.placement;
