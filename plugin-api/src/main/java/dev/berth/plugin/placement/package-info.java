/**
 * Placement: constraints rule instances out, strategies say which of the rest are better, and a
 * scheduler decides on its own.
 */
package dev.berth.plugin.placement;
