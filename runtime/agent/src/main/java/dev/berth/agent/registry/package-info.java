/** Credentials of image registries. */
package dev.berth.agent.registry;
