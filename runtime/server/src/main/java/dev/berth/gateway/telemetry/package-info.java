/** The telemetry socket (TCS): health and usage of tasks. */
package dev.berth.gateway.telemetry;
