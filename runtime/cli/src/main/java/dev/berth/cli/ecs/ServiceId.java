package dev.berth.cli.ecs;

/** A service as every command takes it: its name, or its ARN, which may name its cluster too. */
public record ServiceId(String cluster, String name) {
    private static final int PARTS_OF_LONG_ARN = 3;

    /**
     * @param cluster by name or ARN, where the service is not given by an ARN that names it
     */
    public static ServiceId of(String text, String cluster) {
        var parts = text.split("/");
        return new ServiceId(
                parts.length == PARTS_OF_LONG_ARN ? parts[1] : TaskId.name(cluster),
                parts[parts.length - 1]);
    }
}
