/** A task and its containers, as a payload describes them to an agent. */
package dev.berth.protocol.agent.payload;
