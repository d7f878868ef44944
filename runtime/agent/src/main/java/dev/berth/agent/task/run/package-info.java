/** Runs tasks: a thread for each task, and one for each action in flight. */
package dev.berth.agent.task.run;
