/** ECS operations: tasks. */
package dev.berth.ecs.task;
