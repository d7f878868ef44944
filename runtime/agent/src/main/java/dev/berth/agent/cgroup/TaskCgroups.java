package dev.berth.agent.cgroup;

import java.io.IOException;

/**
 * The cgroups that contain the containers of a task and have the task-level limits (agent protocol,
 * section 3.5).
 */
public sealed interface TaskCgroups permits ControlGroupFiles, NoTaskCgroups, SystemdSlices {

    /** Whether this agent can set task-level limits on its host. */
    boolean isAble();

    /** Docker's {@code CgroupParent} for the containers of a task. */
    String parent(String taskId);

    /**
     * Creates the cgroup of a task, or sets its limits again.
     *
     * @param cpu in vCPU, or null for no limit
     * @param memory in MiB, or null for no limit
     */
    void make(String taskId, Double cpu, Integer memory) throws IOException, InterruptedException;

    /**
     * Removes the cgroup of a task whose containers are removed. A missing cgroup is not an error.
     */
    void remove(String taskId) throws IOException, InterruptedException;

    /**
     * The cgroups of a Docker host, if this process can create them.
     *
     * @param driver Docker's cgroup driver, {@code cgroupfs} or {@code systemd}
     * @param version of the control groups, 1 or 2
     */
    static TaskCgroups of(String driver, int version) {
        TaskCgroups found =
                driver.equals("systemd")
                        ? new SystemdSlices()
                        : version == 2
                                ? ControlGroupFiles.version2()
                                : ControlGroupFiles.version1();
        return found.isAble() ? found : new NoTaskCgroups();
    }
}
