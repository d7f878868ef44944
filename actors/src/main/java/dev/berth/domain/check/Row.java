package dev.berth.domain.check;

/** The position of a row in the whole journal and in its aggregate. */
public record Row(long ordering, String aggregate, long sequenceNumber) {

    /** The name of the kind, such as {@code Task}. */
    String kind() {
        var bar = aggregate.indexOf('|');
        return bar < 0 ? aggregate : aggregate.substring(0, bar);
    }

    /** The cluster, for aggregates of a cluster. */
    String cluster() {
        var slash = aggregate.indexOf('/');
        return slash < 0 ? "" : aggregate.substring(aggregate.indexOf('|') + 1, slash);
    }

    /** The id within its cluster. */
    String localId() {
        return aggregate.substring(1 + Math.max(aggregate.indexOf('/'), aggregate.indexOf('|')));
    }
}
