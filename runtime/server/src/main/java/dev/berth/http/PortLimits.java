package dev.berth.http;

import java.time.Duration;

/**
 * What callers may take of the port.
 *
 * @param maxBody the longest request body that is read, in bytes
 * @param bodyMemory what the bodies of all requests may take together, in bytes
 * @param maxConnections open at the same time; those beyond wait until one is closed
 * @param head how long a connection may take, from its opening or its last answer on, until the
 *     head of its next request is there
 */
public record PortLimits(long maxBody, long bodyMemory, int maxConnections, Duration head) {
    /** Time enough to keep a connection for later, too little to hold one by a drip of bytes. */
    public static final Duration HEAD = Duration.ofSeconds(120);

    /** Limits with memory for 64 of the longest bodies at once. */
    public PortLimits(long maxBody, int maxConnections, Duration head) {
        this(maxBody, 64 * maxBody, maxConnections, head);
    }
}
