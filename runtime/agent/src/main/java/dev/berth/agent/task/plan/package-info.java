/** The next actions for a task, and the validation of tasks. */
package dev.berth.agent.task.plan;
