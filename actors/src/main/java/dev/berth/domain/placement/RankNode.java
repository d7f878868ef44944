package dev.berth.domain.placement;

import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/**
 * A partition in a {@link Ranking}. Its parent node contains it while one of its instances has
 * room.
 */
final class RankNode implements Comparable<RankNode> {

    private final RankNode above;
    private final String partition;
    private final Map<String, RankNode> below = new HashMap<>();
    private final TreeSet<RankNode> open = new TreeSet<>();
    private final TreeSet<Ranking.Entry> entries = new TreeSet<>();
    private double weight;
    private int members;

    RankNode(RankNode above, String partition) {
        this.above = above;
        this.partition = partition;
    }

    RankNode child(String name) {
        return below.computeIfAbsent(name, _ -> new RankNode(this, name));
    }

    /** The best instance in this partition; null if none has room. */
    Ranking.Entry best() {
        if (!entries.isEmpty()) {
            return entries.first();
        }
        return open.isEmpty() ? null : open.first().best();
    }

    double weight() {
        return weight;
    }

    void heavier(double by) {
        weight += by;
        members++;
    }

    /** The weight of an empty partition is exactly 0, without rounding errors. */
    void lighter(double by) {
        members--;
        weight = members == 0 ? 0 : weight - by;
    }

    void with(Ranking.Entry entry) {
        entries.add(entry);
    }

    void without(Ranking.Entry entry) {
        entries.remove(entry);
    }

    /** Removes the node from its parent, before its weight or its best instance changes. */
    void detach() {
        above.open.remove(this);
    }

    /** Adds the node to its parent again, or discards it where it is empty. */
    void attach() {
        if (members == 0) {
            above.below.remove(partition);
        } else if (!entries.isEmpty() || !open.isEmpty()) {
            above.open.add(this);
        }
    }

    @Override
    public int compareTo(RankNode other) {
        if (this == other) {
            return 0;
        }
        int byWeight = Double.compare(weight, other.weight);
        if (byWeight != 0) {
            return byWeight;
        }
        int byBest = compareBest(other);
        return byBest != 0 ? byBest : partition.compareTo(other.partition);
    }

    private int compareBest(RankNode other) {
        if (!open.isEmpty() && !other.open.isEmpty()) {
            return open.first().compareTo(other.open.first());
        }
        var best = best();
        var others = other.best();
        return best == null || others == null
                ? Boolean.compare(best == null, others == null)
                : best.compareTo(others);
    }
}
