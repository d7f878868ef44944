package dev.berth.agent.cgroup;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Cgroups as folders, for Docker's driver {@code cgroupfs}: {@code /ecs/<task id>} in each
 * controller of version 1, or in the single tree of version 2.
 */
final class ControlGroupFiles implements TaskCgroups {
    private static final Path MOUNT = Path.of("/sys/fs/cgroup");
    private static final String FOLDER = "ecs";
    private static final long PERIOD_MICROS = 100_000;
    private static final long LEAST_QUOTA_MICROS = 1_000;
    private static final long MIB = 1024L * 1024;

    private final Map<String, Path> roots;
    private final boolean second;

    private ControlGroupFiles(Map<String, Path> roots, boolean second) {
        this.roots = roots;
        this.second = second;
    }

    static ControlGroupFiles version1() {
        return new ControlGroupFiles(
                Map.of(
                        "cpu", MOUNT.resolve("cpu").resolve(FOLDER),
                        "memory", MOUNT.resolve("memory").resolve(FOLDER)),
                false);
    }

    static ControlGroupFiles version2() {
        return new ControlGroupFiles(Map.of("", MOUNT.resolve(FOLDER)), true);
    }

    /**
     * Tests by creating a cgroup: permissions, read-only mounts and missing controllers cannot be
     * detected otherwise.
     */
    @Override
    public boolean isAble() {
        var probe = "probe-" + UUID.randomUUID();
        try {
            make(probe, 1.0, 64);
            return true;
        } catch (IOException e) {
            return false;
        } finally {
            try {
                remove(probe);
            } catch (IOException e) {
                // An empty cgroup remains; it has no cost.
            }
        }
    }

    @Override
    public String parent(String taskId) {
        return "/" + FOLDER + "/" + taskId;
    }

    @Override
    public void make(String taskId, Double cpu, Integer memory) throws IOException {
        for (var root : roots.values()) {
            Files.createDirectories(root);
            if (second) {
                enable(root.getParent());
                enable(root);
            }
            Files.createDirectories(root.resolve(taskId));
        }
        if (cpu != null) {
            var quota = Math.max(LEAST_QUOTA_MICROS, (long) (cpu * PERIOD_MICROS));
            if (second) {
                write("", taskId, "cpu.max", quota + " " + PERIOD_MICROS);
            } else {
                write("cpu", taskId, "cpu.cfs_period_us", Long.toString(PERIOD_MICROS));
                write("cpu", taskId, "cpu.cfs_quota_us", Long.toString(quota));
            }
        }
        if (memory != null) {
            var bytes = Long.toString(memory * MIB);
            if (second) {
                write("", taskId, "memory.max", bytes);
            } else {
                write("memory", taskId, "memory.use_hierarchy", "1");
                write("memory", taskId, "memory.limit_in_bytes", bytes);
            }
        }
    }

    private static void enable(Path group) throws IOException {
        Files.writeString(group.resolve("cgroup.subtree_control"), "+cpu +memory");
    }

    private void write(String controller, String taskId, String file, String value)
            throws IOException {
        var path = roots.get(controller).resolve(taskId).resolve(file);
        // Newer kernels always use hierarchical accounting and may refuse the write.
        if (file.equals("memory.use_hierarchy") && isAlready(path, value)) {
            return;
        }
        Files.writeString(path, value);
    }

    private static boolean isAlready(Path path, String value) throws IOException {
        return !Files.exists(path) || Files.readString(path).strip().equals(value);
    }

    @Override
    public void remove(String taskId) throws IOException {
        for (var root : roots.values()) {
            remove(root.resolve(taskId));
        }
    }

    /** Removes the folders of its containers first, if Docker has left any. */
    private static void remove(Path group) throws IOException {
        if (!Files.isDirectory(group)) {
            return;
        }
        List<Path> inner;
        try (var folders = Files.newDirectoryStream(group, Files::isDirectory)) {
            inner = new ArrayList<>();
            folders.forEach(inner::add);
        }
        for (var folder : inner) {
            remove(folder);
        }
        try {
            Files.delete(group);
        } catch (NoSuchFileException | DirectoryNotEmptyException e) {
            // Removed meanwhile, or in use: the next cleanup retries.
        }
    }
}
