/** The registration of task definitions. */
package dev.berth.actors.taskdefinition;
