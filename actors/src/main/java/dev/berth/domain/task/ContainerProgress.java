package dev.berth.domain.task;

import dev.berth.domain.HostPort;
import java.util.List;

/**
 * One container of a task as its agent reported it.
 *
 * @param exitCode null until it has exited, and where it never ran
 * @param reason what went wrong, {@code Name: detail}, or null; on a RUNNING container it is no
 *     failure
 * @param runtimeId Docker's id, or null
 * @param imageDigest or null
 */
public record ContainerProgress(
        String name,
        Status status,
        Integer exitCode,
        String reason,
        String runtimeId,
        String imageDigest,
        List<Binding> bindings) {

    public ContainerProgress {
        bindings = List.copyOf(bindings);
    }

    /** In the order in which a container goes through them. */
    public enum Status {
        PENDING,
        RUNNING,
        STOPPED
    }

    /** A container port that can be reached at a port of the host. */
    public record Binding(String bindIp, int containerPort, HostPort hostPort) {}

    /**
     * This container after one more report of it. A report may be late or repeated: status never
     * moves back, and what was known stays where the report is silent.
     */
    public ContainerProgress merge(ContainerProgress report) {
        if (report.status.compareTo(status) < 0) {
            return this;
        }
        return new ContainerProgress(
                name,
                report.status,
                report.exitCode != null ? report.exitCode : exitCode,
                report.reason != null ? report.reason : reason,
                report.runtimeId != null ? report.runtimeId : runtimeId,
                report.imageDigest != null ? report.imageDigest : imageDigest,
                report.bindings.isEmpty() ? bindings : report.bindings);
    }
}
