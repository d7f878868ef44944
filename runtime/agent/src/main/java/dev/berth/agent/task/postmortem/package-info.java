/** The diagnostics that are collected from containers after their task has stopped. */
package dev.berth.agent.task.postmortem;
