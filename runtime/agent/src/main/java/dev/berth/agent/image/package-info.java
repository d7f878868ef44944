/** The images of a Docker host: which are pulled when, and which are removed. */
package dev.berth.agent.image;
