/** The path of a request to its handler and back: services, operations, members, pages, errors. */
package dev.berth.wire;
