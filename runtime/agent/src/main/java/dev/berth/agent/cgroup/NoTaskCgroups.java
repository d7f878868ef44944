package dev.berth.agent.cgroup;

import java.io.IOException;

/** Used if this process cannot create cgroups. Tasks with task-level limits are not placed here. */
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
                "this agent cannot set task-level limits: it needs write access to /sys/fs/cgroup");
    }

    @Override
    public void remove(String taskId) {
        // None was created.
    }
}
