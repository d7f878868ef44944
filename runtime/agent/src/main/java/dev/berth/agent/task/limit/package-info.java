/** Limits: how many containers start at a time, and what a whole task may use. */
package dev.berth.agent.task.limit;
