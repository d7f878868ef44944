/** The payload that an agent receives to run a task. */
package dev.berth.gateway.payload;
