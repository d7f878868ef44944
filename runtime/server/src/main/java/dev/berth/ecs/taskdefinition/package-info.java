/** ECS operations: task definitions. */
package dev.berth.ecs.taskdefinition;
