/** What plugins are shown of a cluster: its container instances, and what they have and use. */
package dev.berth.plugin.cluster;
