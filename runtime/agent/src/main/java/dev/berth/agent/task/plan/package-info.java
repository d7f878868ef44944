/** What is to be done next for a task, and whether a task can be run at all. */
package dev.berth.agent.task.plan;
