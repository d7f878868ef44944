/** ECS operations: clusters. */
package dev.berth.ecs.cluster;
