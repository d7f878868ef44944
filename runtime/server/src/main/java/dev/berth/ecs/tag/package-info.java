/** ECS operations: tags. */
package dev.berth.ecs.tag;
