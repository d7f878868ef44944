/** The known state of a task, and how facts change it. */
package dev.berth.agent.task.state;
