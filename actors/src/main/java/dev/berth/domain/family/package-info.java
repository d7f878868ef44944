/** The rules of a family of task definitions. */
package dev.berth.domain.family;
