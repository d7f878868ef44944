package dev.berth.domain.instance;

import dev.berth.domain.Aggregate;
import java.util.Map;

/** The answers of a container instance to commands. */
public sealed interface InstanceAnswer extends Aggregate.Answer {

    /**
     * @param refused by task id, the missing resource; all other requested tasks now have a
     *     reservation
     */
    record ReservationsGranted(Map<String, Shortage> refused) implements InstanceAnswer {
        public ReservationsGranted {
            refused = Map.copyOf(refused);
        }
    }

    /** The sender can use the numbers from {@code first} to {@code last}, both included. */
    record SequenceGranted(long first, long last) implements InstanceAnswer {}
}
