package dev.berth.agent.cgroup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Cgroups as slices, for Docker's driver {@code systemd}: {@code ecstasks-<task id>.slice}, created
 * and limited through systemctl.
 */
final class SystemdSlices implements TaskCgroups {
    private static final long DEADLINE_SECONDS = 10;

    /** Whether the host runs systemd, and this process can create slices. */
    @Override
    public boolean isAble() {
        return Files.isDirectory(Path.of("/run/systemd/system"))
                && Files.isWritable(Path.of("/sys/fs/cgroup"))
                && List.of("/usr/bin/systemctl", "/bin/systemctl").stream()
                        .anyMatch(path -> Files.isExecutable(Path.of(path)));
    }

    @Override
    public String parent(String taskId) {
        return "ecstasks-" + taskId + ".slice";
    }

    @Override
    public void make(String taskId, Double cpu, Integer memory)
            throws IOException, InterruptedException {
        systemctl(List.of("start", parent(taskId)));
        var limits = new ArrayList<>(List.of("set-property", "--runtime", parent(taskId)));
        if (cpu != null) {
            limits.add("CPUQuota=" + Math.max(1, Math.round(cpu * 100)) + "%");
        }
        if (memory != null) {
            limits.add("MemoryMax=" + memory + "M");
        }
        systemctl(limits);
    }

    @Override
    public void remove(String taskId) throws IOException, InterruptedException {
        systemctl(List.of("stop", parent(taskId)));
    }

    private static void systemctl(List<String> arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("systemctl"));
        command.addAll(arguments);
        var process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        if (!process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IOException("systemctl did not answer: " + String.join(" ", arguments));
        }
        if (process.exitValue() != 0) {
            throw new IOException(
                    "systemctl %s ended with %d"
                            .formatted(String.join(" ", arguments), process.exitValue()));
        }
    }
}
