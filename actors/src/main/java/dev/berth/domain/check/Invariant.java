package dev.berth.domain.check;

/** The invariants of a journal; the names are those of docs/design.md. */
public enum Invariant {
    /** Every row is readable, and follows the previous row of its aggregate. */
    HISTORY("the journal is complete"),
    I2("a task ARN names at most one set of containers, ever"),
    I3(
            "no reservation beyond what the instance has registered; a host port belongs to at most one task"),
    I5("a task is stopped only on explicit request, and the reason is recorded first"),
    I6("a service keeps the limits of its deployments when it starts or stops a task");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
