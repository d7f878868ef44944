/** How a command ends: exit codes, and errors with a sentence for the user. */
package dev.berth.cli.outcome;
