package dev.berth.ecs.taskdefinition;

/** The limits of a container's memory, in a task definition and after overrides. */
public final class ContainerMemory {
    /** The minimum of Docker, in MiB. */
    static final int MIN_MEBIBYTES = 6;

    private ContainerMemory() {}

    /**
     * Checks both limits, in MiB; null if one is not set.
     *
     * @throws ApiException ClientException
     */
    public static void check(String container, Integer memory, Integer reservation) {
        TaskDefinitionRules.refuseUnless(
                (memory == null || memory >= MIN_MEBIBYTES)
                        && (reservation == null || reservation >= MIN_MEBIBYTES),
                "Container '%s': memory and memoryReservation must be at least %d MiB.",
                container,
                MIN_MEBIBYTES);
        TaskDefinitionRules.refuseUnless(
                memory == null || reservation == null || memory >= reservation,
                "Container '%s': memory must not be less than memoryReservation.",
                container);
    }
}
