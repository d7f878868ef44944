/** ECS operations: what only agents call. */
package dev.berth.ecs.agent;
