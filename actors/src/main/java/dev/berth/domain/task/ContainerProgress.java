package dev.berth.domain.task;

import dev.berth.domain.HostPort;
import java.util.List;

/**
 * One container of a task, as reported by its agent.
 *
 * @param exitCode null until the container has exited, and if it never ran
 * @param reason the error, {@code Name: detail}, or null; on a RUNNING container it is not a
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

    /** In the order of a container's life cycle. */
    public enum Status {
        PENDING,
        RUNNING,
        STOPPED
    }

    /** A container port that is bound to a host port. */
    public record Binding(String bindIp, int containerPort, HostPort hostPort) {}

    /**
     * This container after one more report. Reports can be late or repeated: the status never moves
     * back, and known values are kept if the report does not contain them.
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
