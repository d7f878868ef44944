/** Places and launches tasks: launchers, lanes, client tokens and explanations of placements. */
package dev.berth.actors.launch;
