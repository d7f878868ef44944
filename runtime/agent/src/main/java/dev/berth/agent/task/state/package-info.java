/** What the agent knows about a task, and how facts change it. */
package dev.berth.agent.task.state;
