/** Tells people why tasks were placed as they were, or were not. */
package dev.berth.server.explain;
