/** The work socket (ACS) of one agent. */
package dev.berth.gateway.session;
