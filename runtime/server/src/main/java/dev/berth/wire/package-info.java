/**
 * From a request on the wire to its handler and back: services, operations, members, pages, errors.
 */
package dev.berth.wire;
