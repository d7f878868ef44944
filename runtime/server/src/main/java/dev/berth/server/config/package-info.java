/** What `berth.conf`, the environment and the command line say, read into typed records. */
package dev.berth.server.config;
