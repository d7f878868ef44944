/** Requests to the server, and the text of its answers. */
package dev.berth.cli.ecs;
