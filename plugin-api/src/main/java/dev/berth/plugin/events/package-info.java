/** Events: a sink sends what happens to tasks, container instances and services elsewhere. */
package dev.berth.plugin.events;
