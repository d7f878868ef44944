package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import java.util.Map;

/** What a container instance tells the sender of a command beyond its events. */
public sealed interface InstanceAnswer extends Aggregate.Answer {

    /**
     * @param refused by task id, what ran short; every other task that was asked for holds its
     *     reservation now
     */
    record ReservationsGranted(Map<String, Shortage> refused) implements InstanceAnswer {
        public ReservationsGranted {
            refused = Map.copyOf(refused);
        }
    }

    /** The numbers from {@code first} to {@code last}, both included, are the sender's to use. */
    record SequenceGranted(long first, long last) implements InstanceAnswer {}
}
