/** Post-mortems of tasks: how agents are asked, and how they are kept. */
package dev.berth.gateway.postmortem;
