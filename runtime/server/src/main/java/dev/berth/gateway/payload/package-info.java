/** What an agent is sent to run a task. */
package dev.berth.gateway.payload;
