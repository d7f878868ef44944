/** Task-level limits: a parent cgroup for the containers of a task. */
package dev.berth.agent.cgroup;
