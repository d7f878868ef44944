/** The rules of a task. */
package dev.berth.domain.task;
