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
 * The order of the instances for equal tasks: a tree with one level for each strategy. A node is a
 * partition of its parent node. The weight of a node is the sum of the weights of its members, and
 * the node with the lowest weight is first. Nodes of equal weight are compared by the best instance
 * in them. Ties between instances are broken at random.
 *
 * <p>Taking the best instance and reordering a changed one cost the logarithm of the number of
 * instances. So the cost of a placement hardly depends on the size of the cluster, as long as few
 * instances change between two placements.
 *
 * <p>Random tie-breaking uses virtual time: each instance has a turn, which is a point in virtual
 * time after an exponentially distributed wait, and the earliest turn wins a tie. An instance that
 * was chosen gets a new turn. The exponential distribution has no memory, so all tied instances are
 * equally likely at each choice.
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
    private final Set<String> chosen = new HashSet<>();
    private double now;

    /**
     * @param need the resources that each of the tasks needs; only the amounts are used
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

    /** The weights and the position of one instance. */
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

    /** The instance has changed, is new, or was deregistered. */
    void changed(String instanceId) {
        changed.add(instanceId);
    }

    /** The best instance for one more of the tasks; null if it fits on none. */
    String best(Map<String, Room> rooms) {
        if (!changed.isEmpty()) {
            changed.forEach(id -> place(id, rooms.get(id)));
            changed.clear();
        }
        var best = root.best();
        return best == null ? null : best.id;
    }

    /** The weight of the instance's partition for each strategy. */
    List<Double> weights(String instanceId) {
        return Stream.of(entries.get(instanceId).path).map(RankNode::weight).toList();
    }

    /** The instance was chosen for a task; it gets a new turn. */
    void chosen(String instanceId) {
        chosen.add(instanceId);
        changed.add(instanceId);
    }

    private double nextTurn() {
        return now + random.nextExponential();
    }

    private void place(String id, Room room) {
        var entry = entries.get(id);
        if (entry != null) {
            remove(entry);
        }
        if (room == null) {
            entries.remove(id);
            chosen.remove(id);
            return;
        }
        if (entry == null) {
            entry = new Entry(id, preferences.size(), nextTurn());
            entries.put(id, entry);
        }
        if (chosen.remove(id)) {
            now = Math.max(now, entry.turn);
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

    /** Removes the entry from the tree. Nodes are detached before their weights change. */
    private void remove(Entry entry) {
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
