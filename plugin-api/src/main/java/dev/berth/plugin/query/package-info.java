/**
 * The cluster query language of Amazon ECS, as used in {@code expression} of a memberOf constraint
 * and in {@code filter} of ListContainerInstances. A plugin gets its compiler from {@link
 * dev.berth.plugin.PluginContext#queries}.
 */
package dev.berth.plugin.query;
