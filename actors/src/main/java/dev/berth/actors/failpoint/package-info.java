/** Where tests make the process end, to see what a crash leaves behind. */
package dev.berth.actors.failpoint;
