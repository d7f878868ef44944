package dev.berth.plugin.placement;

/** Whether a task can be placed on an instance. */
public sealed interface Fit {

    /** It can. */
    record Fits() implements Fit {}

    /**
     * It cannot.
     *
     * @param reason what callers read in {@code failures[].reason}, in ECS's words where ECS has
     *     some, such as {@code RESOURCE:MEMORY}
     * @param detail what was asked and what is there, for callers that ask why: "512 MiB asked, 200
     *     MiB left"
     */
    record Unfit(String reason, String detail) implements Fit {}

    /** The one answer of everything that fits. */
    Fit FITS = new Fits();

    static Fit unfit(String reason, String detail) {
        return new Unfit(reason, detail);
    }
}
