/**
 * The walk over the SDK's model classes that every wire format shares, and what a format adds to
 * it.
 */
package dev.berth.protocol.model;
