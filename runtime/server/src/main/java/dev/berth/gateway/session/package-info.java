/** The ACS socket of one agent. */
package dev.berth.gateway.session;
