/** ECS operations: placement strategies and constraints, as requests name them. */
package dev.berth.ecs.placement;
