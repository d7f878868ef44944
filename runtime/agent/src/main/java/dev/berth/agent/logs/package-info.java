/** The output of containers, read for the server. */
package dev.berth.agent.logs;
