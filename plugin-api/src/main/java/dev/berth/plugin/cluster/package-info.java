/** The cluster as plugins see it: its container instances, their resources and their usage. */
package dev.berth.plugin.cluster;
