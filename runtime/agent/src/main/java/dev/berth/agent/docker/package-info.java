/** The client of Docker's Engine API. */
package dev.berth.agent.docker;
