/** Post-mortems of tasks: requesting them from agents, and saving them. */
package dev.berth.gateway.postmortem;
