/** The health of the journal, and the meter for metrics. */
package dev.berth.actors.monitoring;
