/** The limit of concurrent container starts, and task-level CPU and memory limits. */
package dev.berth.agent.task.limit;
