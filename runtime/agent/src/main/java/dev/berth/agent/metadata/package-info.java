/** The task metadata endpoint for containers. */
package dev.berth.agent.metadata;
