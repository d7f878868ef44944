/** Places where tests kill the process, to test the recovery after a crash. */
package dev.berth.actors.failpoint;
