/** ECS operations that only agents call. */
package dev.berth.ecs.agent;
