/** Reads `berth.conf`, environment variables and flags into typed records. */
package dev.berth.server.config;
