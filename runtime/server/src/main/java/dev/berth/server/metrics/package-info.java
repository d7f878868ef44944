/** What can be watched about a server: figures for Prometheus, and where to find more of them. */
package dev.berth.server.metrics;
