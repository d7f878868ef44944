package dev.berth.agent;

import dev.berth.agent.connection.ManifestTimeline;
import dev.berth.agent.state.InstanceIdentity;
import java.io.IOException;
import java.nio.file.Path;

/** The identity of this agent in its file. */
final class SavedIdentity implements ManifestTimeline {
    private final Path folder;
    private InstanceIdentity current;

    SavedIdentity(Path folder, InstanceIdentity current) {
        this.folder = folder;
        this.current = current;
    }

    synchronized InstanceIdentity current() {
        return current;
    }

    synchronized void save() throws IOException {
        current.save(folder);
    }

    @Override
    public synchronized long timeline() {
        return current.timeline();
    }

    @Override
    public synchronized void read(long timeline) throws IOException {
        var next = current.withTimeline(timeline);
        next.save(folder);
        current = next;
    }
}
