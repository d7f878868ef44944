package dev.berth.agent.cgroup;

import java.io.IOException;

/** Where this process may not make cgroups: tasks with limits of their own do not come here. */
public record NoTaskCgroups() implements TaskCgroups {
    @Override
    public boolean isAble() {
        return false;
    }

    @Override
    public String parent(String taskId) {
        return "";
    }

    @Override
    public void make(String taskId, Double cpu, Integer memory) throws IOException {
        throw new IOException(
                "this agent may not limit whole tasks: it needs to write to /sys/fs/cgroup");
    }

    @Override
    public void remove(String taskId) {
        // None was made.
    }
}
