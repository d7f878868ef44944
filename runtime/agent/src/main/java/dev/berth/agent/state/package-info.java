/** Files of the agent that survive a crash. */
package dev.berth.agent.state;
