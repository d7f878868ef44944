package dev.berth.http;

import java.time.Duration;

/**
 * The limits of the port.
 *
 * @param maxBody the longest request body that is read, in bytes
 * @param bodyMemory the memory of the bodies of all requests together, in bytes
 * @param maxConnections connections that are open at the same time; further ones wait until one is
 *     closed
 * @param head the header timeout: the time from the opening of a connection or its last response
 *     until the header of its next request has arrived
 */
public record PortLimits(long maxBody, long bodyMemory, int maxConnections, Duration head) {
    /** Long enough for idle connections in a client's pool. */
    public static final Duration HEAD = Duration.ofSeconds(120);

    /** Limits with memory for 64 bodies of the maximum length. */
    public PortLimits(long maxBody, int maxConnections, Duration head) {
        this(maxBody, 64 * maxBody, maxConnections, head);
    }
}
