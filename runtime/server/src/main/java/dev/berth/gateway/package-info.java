/**
 * Agents: their sockets, what each is told, and how a task definition becomes the payload that an
 * agent reads.
 */
package dev.berth.gateway;
