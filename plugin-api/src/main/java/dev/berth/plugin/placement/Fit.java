package dev.berth.plugin.placement;

/** Whether a task can be placed on an instance. */
public sealed interface Fit {

    /** The task fits. */
    record Fits() implements Fit {}

    /**
     * The task does not fit.
     *
     * @param reason the value of {@code failures[].reason}, in the terms of ECS if there is one,
     *     such as {@code RESOURCE:MEMORY}
     * @param detail the requested and the available amount, for explanations: "512 MiB requested,
     *     200 MiB available"
     */
    record Unfit(String reason, String detail) implements Fit {}

    /** The result for every instance that fits. */
    Fit FITS = new Fits();

    static Fit unfit(String reason, String detail) {
        return new Unfit(reason, detail);
    }
}
