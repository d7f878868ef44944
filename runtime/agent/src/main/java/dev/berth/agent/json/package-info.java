/** The JSON mapper of the agent. */
package dev.berth.agent.json;
