/** The planner: filters, rankings and schedulers over a snapshot of the instances. */
package dev.berth.domain.placement;
