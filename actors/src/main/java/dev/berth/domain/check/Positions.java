package dev.berth.domain.check;

/**
 * The last sequence number of each aggregate, in a compact form for millions of aggregates: 16
 * bytes each, at most 32 after the table has grown. An aggregate is identified by a hash of 64
 * bits. For ten million aggregates, the probability of a collision is one in four hundred thousand.
 */
final class Positions {

    private static final Phase[] PHASES = Phase.values();
    private static final int BITS = 3;

    private long[] keys = new long[1 << 10];
    private long[] values = new long[1 << 10];
    private int size;

    /** The sequence number of the last row; 0 if there is none. */
    long sequenceNumber(String aggregate) {
        return values[slot(keys, key(aggregate))] >>> BITS;
    }

    Phase phase(String aggregate) {
        return PHASES[(int) (values[slot(keys, key(aggregate))] & ((1 << BITS) - 1))];
    }

    void put(String aggregate, long sequenceNumber, Phase phase) {
        if (2 * size >= keys.length) {
            grow();
        }
        var key = key(aggregate);
        var slot = slot(keys, key);
        if (keys[slot] == 0) {
            keys[slot] = key;
            size++;
        }
        values[slot] = sequenceNumber << BITS | phase.ordinal();
    }

    private void grow() {
        var oldKeys = keys;
        var oldValues = values;
        keys = new long[2 * oldKeys.length];
        values = new long[2 * oldKeys.length];
        for (var i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                var slot = slot(keys, oldKeys[i]);
                keys[slot] = oldKeys[i];
                values[slot] = oldValues[i];
            }
        }
    }

    /** The slot of the key, or the free slot for it. */
    private static int slot(long[] keys, long key) {
        var slot = (int) key & (keys.length - 1);
        while (keys[slot] != 0 && keys[slot] != key) {
            slot = (slot + 1) & (keys.length - 1);
        }
        return slot;
    }

    /** FNV-1a with the final mix of murmur3. Never 0, which marks an empty slot. */
    private static long key(String aggregate) {
        var hash = 0xcbf29ce484222325L;
        for (var i = 0; i < aggregate.length(); i++) {
            hash = (hash ^ aggregate.charAt(i)) * 0x100000001b3L;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
