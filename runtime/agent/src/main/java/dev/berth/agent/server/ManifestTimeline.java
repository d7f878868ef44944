package dev.berth.agent.server;

import java.io.IOException;

/** How far the server's manifests were read, over restarts. */
public interface ManifestTimeline {
    /** The highest timeline that was read. */
    long timeline();

    /** Writes down that a manifest was read; returns when that is on disk. */
    void read(long timeline) throws IOException;
}
