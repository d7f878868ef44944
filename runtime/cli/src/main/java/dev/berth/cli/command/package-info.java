/** The commands of the command line, one class each. */
package dev.berth.cli.command;
