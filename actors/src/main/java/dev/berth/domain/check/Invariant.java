package dev.berth.domain.check;

/** What a journal is checked for; the names are those of docs/design.md. */
public enum Invariant {
    /** Every row can be read, and follows the one before it in its aggregate. */
    HISTORY("the journal is whole"),
    I2("a task ARN names at most one set of containers, ever"),
    I3("no reservation beyond what the instance has registered; a host port has one owner"),
    I5("only explicit intent stops a task, and the reason is recorded first");

    private final String sentence;

    Invariant(String sentence) {
        this.sentence = sentence;
    }

    public String sentence() {
        return sentence;
    }
}
