/**
 * The messages between the server and its agents over WebSockets. Their larger parts have packages
 * of their own: tasks to run in {@code payload}, figures and health in {@code telemetry}.
 */
package dev.berth.protocol.agent;
