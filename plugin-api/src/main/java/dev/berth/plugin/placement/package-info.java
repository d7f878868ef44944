/**
 * Placement: constraints rule instances out, strategies rank the remaining ones, and a scheduler
 * makes all decisions itself.
 */
package dev.berth.plugin.placement;
