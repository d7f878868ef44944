/** ECS operations: services, their deployments and revisions, and the protection of their tasks. */
package dev.berth.ecs.service;
