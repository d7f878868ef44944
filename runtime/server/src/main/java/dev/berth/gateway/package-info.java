/**
 * The server's side of the agent protocol: the sockets of agents, the messages to them, and the
 * payloads made from task definitions.
 */
package dev.berth.gateway;
