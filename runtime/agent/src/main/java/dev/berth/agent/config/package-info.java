/** Reads flags, environment variables and the configuration file into typed records. */
package dev.berth.agent.config;
