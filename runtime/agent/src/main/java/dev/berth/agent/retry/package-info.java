/** Delays between attempts. */
package dev.berth.agent.retry;
