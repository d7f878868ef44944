/** The views: snapshots of the journal in memory, from which all reads are answered. */
package dev.berth.actors.view;
