package dev.berth.domain.placement;

import dev.berth.domain.instance.Reservation;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.TaskToPlace;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * The instances in the order in which equal tasks want them: a tree with a level for each strategy.
 * A node is a partition inside the one above it; it weighs what its members weigh together, and the
 * lightest comes first. Partitions of equal weight are as good as what is best below them, and
 * instances that are equally good in every respect are drawn by lot.
 *
 * <p>Taking the best and putting a changed instance in its place cost the logarithm of the
 * instances, so that a placement costs the same however large the cluster is, as long as few
 * instances change between two of them.
 *
 * <p>Lots are points in time: each instance's next turn comes after a random wait. Whoever was
 * drawn waits anew from then on, which makes every draw as likely for all, whatever came before.
 */
final class Ranking {

    private final TaskToPlace task;
    private final Reservation need;
    private final List<Rule> rules;
    private final List<Preference> preferences;
    private final RandomGenerator random;
    private final RankNode root = new RankNode(null, "");
    private final Map<String, Entry> entries = new HashMap<>();
    private final Set<String> changed = new HashSet<>();
    private final Set<String> drawn = new HashSet<>();
    private double drawnAt;

    /**
     * @param need what each of the tasks would hold; only its amounts count
     */
    Ranking(
            TaskToPlace task,
            Reservation need,
            List<Rule> rules,
            List<Preference> preferences,
            RandomGenerator random) {
        this.task = task;
        this.need = need;
        this.rules = rules;
        this.preferences = preferences;
        this.random = random;
    }

    /** What a room weighs here, and where it stands. */
    static final class Entry implements Comparable<Entry> {
        private final String id;
        private final String[] partitions;
        private final double[] weights;
        private final RankNode[] path;
        private boolean isIn;
        private double turn;

        private Entry(String id, int levels, double turn) {
            this.id = id;
            this.partitions = new String[levels];
            this.weights = new double[levels];
            this.path = new RankNode[levels];
            this.turn = turn;
        }

        @Override
        public int compareTo(Entry other) {
            int byTurn = Double.compare(turn, other.turn);
            return byTurn != 0 ? byTurn : id.compareTo(other.id);
        }
    }

    /** The instance is another than it was, new or gone. */
    void changed(String instanceId) {
        changed.add(instanceId);
    }

    /** The best instance for one more of the tasks; null where it fits on none. */
    String best(Map<String, Room> rooms) {
        if (!changed.isEmpty()) {
            changed.forEach(id -> place(id, rooms.get(id)));
            changed.clear();
        }
        var best = root.best();
        return best == null ? null : best.id;
    }

    /** What the instance weighs with each strategy, together with its partition. */
    List<Double> weights(String instanceId) {
        return Stream.of(entries.get(instanceId).path).map(RankNode::weight).toList();
    }

    /** The instance was taken: its next turn comes after a wait. */
    void drawn(String instanceId) {
        drawn.add(instanceId);
        changed.add(instanceId);
    }

    private double nextTurn() {
        return drawnAt + random.nextExponential();
    }

    private void place(String id, Room room) {
        var entry = entries.get(id);
        if (entry != null) {
            withdraw(entry);
        }
        if (room == null) {
            entries.remove(id);
            drawn.remove(id);
            return;
        }
        if (entry == null) {
            entry = new Entry(id, preferences.size(), nextTurn());
            entries.put(id, entry);
        }
        if (drawn.remove(id)) {
            drawnAt = Math.max(drawnAt, entry.turn);
            entry.turn = nextTurn();
        }
        for (int level = 0; level < preferences.size(); level++) {
            var preference = preferences.get(level);
            entry.partitions[level] = preference.partition(room);
            entry.weights[level] = preference.weight(task, room);
        }
        entry.isIn = Filters.fits(room, task, need, rules);
        insert(entry);
    }

    /** Takes the entry out of the tree. Nodes leave their order before what orders them changes. */
    private void withdraw(Entry entry) {
        detach(entry.path);
        leafOf(entry).without(entry);
        for (int level = 0; level < entry.path.length; level++) {
            entry.path[level].lighter(entry.weights[level]);
        }
        attach(entry.path);
    }

    private void insert(Entry entry) {
        var node = root;
        for (int level = 0; level < entry.path.length; level++) {
            node = node.child(entry.partitions[level]);
            entry.path[level] = node;
        }
        detach(entry.path);
        for (int level = 0; level < entry.path.length; level++) {
            entry.path[level].heavier(entry.weights[level]);
        }
        if (entry.isIn) {
            leafOf(entry).with(entry);
        }
        attach(entry.path);
    }

    private RankNode leafOf(Entry entry) {
        return entry.path.length == 0 ? root : entry.path[entry.path.length - 1];
    }

    private static void detach(RankNode[] path) {
        for (var node : path) {
            node.detach();
        }
    }

    private static void attach(RankNode[] path) {
        for (int level = path.length - 1; level >= 0; level--) {
            path[level].attach();
        }
    }
}
