package dev.berth.agent.connection;

import java.io.IOException;

/** The last manifest of the server that was read, over restarts. */
public interface ManifestTimeline {
    /** The highest timeline that was read. */
    long timeline();

    /** Records that a manifest was read; returns when that is on disk. */
    void read(long timeline) throws IOException;
}
