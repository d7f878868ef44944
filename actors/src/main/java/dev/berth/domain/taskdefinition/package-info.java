/** The rules of one revision of a task definition. */
package dev.berth.domain.taskdefinition;
