/** The control plane: API handlers and the gateway use it instead of the actors. */
package dev.berth.actors;
