package dev.berth.agent.task.limit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StartGateTest {
    private final StartGate gate = new StartGate(StartLimit.startingAt(2));

    @Test
    void noMoreAreLetThroughThanTheLimitAllowsAndTheFirstComeFirst() {
        var first = gate.enter();
        var second = gate.enter();
        var third = gate.enter();
        var fourth = gate.enter();
        assertThat(first).isDone();
        assertThat(second).isDone();
        assertThat(third).isNotDone();
        gate.leave(true);
        assertThat(third).isDone();
        assertThat(fourth).isNotDone();
    }

    @Test
    void aCancelledPlaceDoesNotBlockOthers() {
        var places = new ArrayList<CompletableFuture<Void>>();
        for (int i = 0; i < 5; i++) {
            places.add(gate.enter());
        }
        gate.giveBack(places.get(2)); // was waiting
        gate.giveBack(places.get(0)); // was let through
        assertThat(places.get(3)).isDone();
        gate.leave(true);
        assertThat(places.get(4)).isDone();
    }

    @Test
    void startsWithoutQueueingTeachNothing() {
        for (int i = 0; i < 100; i++) {
            gate.enter();
            gate.leave(true);
        }
        assertThat(gate.limit()).isEqualTo(2);
    }

    @Test
    void startsThatQueueUpRaiseTheLimitFromItsFirstGuess() {
        for (int i = 0; i < 100; i++) {
            gate.enter();
        }
        for (int i = 0; i < 5; i++) {
            gate.leave(true);
        }
        assertThat(gate.limit()).isEqualTo(3);
    }
}
