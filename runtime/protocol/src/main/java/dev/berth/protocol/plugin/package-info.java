/** The form of a plugin's file, which the server and the command line check alike. */
package dev.berth.protocol.plugin;
