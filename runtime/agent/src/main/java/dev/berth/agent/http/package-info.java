/** HTTP endpoints for programs on this machine. */
package dev.berth.agent.http;
