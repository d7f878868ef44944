/** ECS operations: container instances and their attributes. */
package dev.berth.ecs.instance;
