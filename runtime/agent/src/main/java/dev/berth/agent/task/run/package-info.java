/** Runs tasks: one thread for each task, and one for each running action. */
package dev.berth.agent.task.run;
