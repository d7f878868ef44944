/** The metrics of the server, for Prometheus. */
package dev.berth.metrics;
