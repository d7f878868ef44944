/** What is collected from containers after their task has ended. */
package dev.berth.agent.task.postmortem;
