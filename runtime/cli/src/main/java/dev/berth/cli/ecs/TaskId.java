package dev.berth.cli.ecs;

import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;

/**
 * A task as every command takes it: an id, the beginning of one, or an ARN, which names its cluster
 * too.
 */
public record TaskId(String cluster, String id) {
    private static final int PARTS_OF_ARN = 3;

    /**
     * @param cluster by name or ARN, where the task is not given by an ARN
     */
    public static TaskId of(String text, String cluster) {
        var parts = text.split("/");
        var id = parts.length == 0 ? "" : parts[parts.length - 1];
        if (id.isEmpty()) {
            throw new CliException(
                    ExitCode.USAGE, "Name a task: its id, the beginning of its id, or its ARN.");
        }
        return new TaskId(parts.length == PARTS_OF_ARN ? parts[1] : name(cluster), id);
    }

    /** The name of a cluster that is given by name or ARN. */
    public static String name(String cluster) {
        return cluster.substring(cluster.lastIndexOf('/') + 1);
    }
}
