/**
 * The ECS API: parts that the operations share. The operations of each kind of resource have their
 * own package.
 */
package dev.berth.ecs;
