/** Limits of whole tasks: a cgroup above those of a task's containers. */
package dev.berth.agent.cgroup;
