/** Changes on this machine: starting and stopping processes, installing plugins. */
package dev.berth.cli.local;
