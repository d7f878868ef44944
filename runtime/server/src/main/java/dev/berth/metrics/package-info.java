/** What is counted and measured, for Prometheus. */
package dev.berth.metrics;
