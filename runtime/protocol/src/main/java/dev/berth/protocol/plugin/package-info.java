/** The format of a plugin file, which the server and the command line check with the same code. */
package dev.berth.protocol.plugin;
