/**
 * The cluster query language of Amazon ECS: what stands in {@code expression} of a memberOf
 * constraint and in {@code filter} of ListContainerInstances. Plugins may use it for their own
 * constraints and settings.
 */
package dev.berth.plugin.query;
