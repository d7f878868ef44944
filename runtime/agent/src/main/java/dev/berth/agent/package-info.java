/** The main class of the agent, and the wiring of its components. */
package dev.berth.agent;
