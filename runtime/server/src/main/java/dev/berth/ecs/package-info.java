/** The ECS API: what the operations share. Each noun has a package with its operations. */
package dev.berth.ecs;
