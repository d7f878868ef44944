/** The main class of the command line. */
package dev.berth.cli;
