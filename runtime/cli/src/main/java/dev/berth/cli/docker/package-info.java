/** The check for a Docker Engine. */
package dev.berth.cli.docker;
