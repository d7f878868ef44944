package dev.berth.domain.family;

import dev.berth.domain.family.TaskDefinitionFamily.Revision;
import dev.berth.domain.family.TaskDefinitionFamily.Status;
import java.util.Map;
import java.util.Set;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * The revisions of a family by number, and the numbers by status. Immutable: a change shares the
 * rest of the structure, and its cost does not depend on the number of revisions.
 */
public final class Revisions {

    private static final Revisions NONE = new Revisions(TreePMap.empty(), HashTreePMap.empty());

    private final TreePMap<Integer, Revision> byNumber;
    private final PMap<Status, TreePSet<Integer>> byStatus;

    private Revisions(
            TreePMap<Integer, Revision> byNumber, PMap<Status, TreePSet<Integer>> byStatus) {
        this.byNumber = byNumber;
        this.byStatus = byStatus;
    }

    public static Revisions of(Map<Integer, Revision> revisions) {
        var all = NONE;
        for (var entry : revisions.entrySet()) {
            all = all.with(entry.getKey(), entry.getValue());
        }
        return all;
    }

    /** All revisions, in the order of their numbers. */
    public TreePMap<Integer, Revision> byNumber() {
        return byNumber;
    }

    /** The revision of this number, or null. */
    public Revision get(int number) {
        return byNumber.get(number);
    }

    public boolean isEmpty() {
        return byNumber.isEmpty();
    }

    /** The statuses that at least one revision has. */
    public Set<Status> statuses() {
        return byStatus.keySet();
    }

    /** The numbers of the revisions in this status, in order. */
    public TreePSet<Integer> in(Status status) {
        return byStatus.getOrDefault(status, TreePSet.empty());
    }

    Revisions with(int number, Revision revision) {
        var others = without(number);
        return new Revisions(
                others.byNumber.plus(number, revision),
                others.byStatus.plus(revision.status(), others.in(revision.status()).plus(number)));
    }

    Revisions without(int number) {
        var held = byNumber.get(number);
        if (held == null) {
            return this;
        }
        var left = in(held.status()).minus(number);
        return new Revisions(
                byNumber.minus(number),
                left.isEmpty()
                        ? byStatus.minus(held.status())
                        : byStatus.plus(held.status(), left));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Revisions revisions && byNumber.equals(revisions.byNumber);
    }

    @Override
    public int hashCode() {
        return byNumber.hashCode();
    }

    @Override
    public String toString() {
        return byNumber.toString();
    }
}
