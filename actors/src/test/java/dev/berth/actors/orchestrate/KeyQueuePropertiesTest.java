package dev.berth.actors.orchestrate;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Drawn histories of marks, plans, failures and wake-ups, on a clock that is moved by hand. */
class KeyQueuePropertiesTest {

    private static final long SEED = Long.getLong("berth.test.seed", 7070);
    private static final int RUNS = 300;
    private static final int STEPS = 300;
    private static final List<String> KEYS = List.of("a", "b", "c", "d", "e");
    private static final Timing TIMING =
            new Timing(
                    Duration.ofSeconds(30),
                    Duration.ofNanos(10),
                    Duration.ofNanos(160),
                    Duration.ofSeconds(60));

    /** One history, with what has to be true of it. */
    private static final class History {
        private final Random random;
        private final KeyQueue<String> queue = new KeyQueue<>(TIMING::pause);
        private final Set<String> busy = new HashSet<>();

        /** Marked, failed or woken since they were planned last. */
        private final Set<String> owed = new HashSet<>();

        private final Map<String, Integer> failures = new HashMap<>();
        private final Map<String, Long> notBefore = new HashMap<>();
        private final Map<String, Long> wakeUps = new HashMap<>();
        private long now = 1000;
        private int plans;

        History(long seed) {
            random = new Random(seed);
        }

        void step() {
            var key = KEYS.get(random.nextInt(KEYS.size()));
            switch (random.nextInt(5)) {
                case 0, 1 -> {
                    queue.mark(key);
                    owed.add(key);
                }
                case 2 -> now += random.nextInt(20);
                case 3 -> planOne();
                default -> {
                    if (busy.remove(key)) {
                        ended(key, random.nextBoolean());
                    }
                }
            }
        }

        private void planOne() {
            queue.next(now).ifPresent(this::plan);
        }

        private void plan(String key) {
            plans++;
            assertThat(busy).as("no key is planned while its actions run").doesNotContain(key);
            assertThat(now)
                    .as("a key that failed is not planned before its pause is over")
                    .isGreaterThanOrEqualTo(notBefore.getOrDefault(key, 0L));
            assertThat(wakeUps.getOrDefault(key, Long.MAX_VALUE) <= now || owed.contains(key))
                    .as("a key is planned for a reason")
                    .isTrue();
            owed.remove(key);
            if (wakeUps.getOrDefault(key, Long.MAX_VALUE) <= now) {
                wakeUps.remove(key);
            }
            if (random.nextInt(4) == 0) {
                wakeUps.put(key, now + 1 + random.nextInt(50));
                queue.wakeAt(key, wakeUps.get(key));
            }
            switch (random.nextInt(3)) {
                case 0 -> ended(key, true);
                case 1 -> ended(key, false);
                default -> {
                    queue.begin(key);
                    busy.add(key);
                }
            }
        }

        private void ended(String key, boolean well) {
            if (well) {
                failures.remove(key);
                notBefore.remove(key);
                queue.succeeded(key);
                return;
            }
            var pause = queue.failed(key, now);
            var count = failures.merge(key, 1, Integer::sum);
            assertThat(pause.toNanos()).isEqualTo(Math.min(10L << (count - 1), 160));
            notBefore.put(key, now + pause.toNanos());
            owed.add(key);
        }

        /** Everything ends well from now on: whatever is owed is planned. */
        void drain() {
            busy.forEach(key -> queue.succeeded(key));
            busy.clear();
            var planned = new ArrayList<String>();
            for (var next = queue.next(now); ; next = queue.next(now)) {
                if (next.isPresent()) {
                    planned.add(next.get());
                    queue.succeeded(next.get());
                } else if (queue.nextAlarm().isPresent()) {
                    now = Math.max(now, queue.nextAlarm().getAsLong());
                } else {
                    break;
                }
            }
            assertThat(planned).as("no key is forgotten").containsAll(owed);
            assertThat(planned).as("no wake-up is forgotten").containsAll(wakeUps.keySet());
        }
    }

    @Test
    void keysAreNeverPlannedTwiceAtOnceNorForgottenNorWithoutAPause() {
        var plans = 0;
        for (var run = 0; run < RUNS; run++) {
            var history = new History(SEED + run);
            try {
                for (var step = 0; step < STEPS; step++) {
                    history.step();
                }
                history.drain();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("With seed " + (SEED + run), e);
            }
            plans += history.plans;
        }
        assertThat(plans).as("plans in all").isGreaterThan(RUNS * 10);
    }

    @Test
    void aKeyThatIsMarkedOftenIsPlannedOnce() {
        var queue = new KeyQueue<String>(TIMING::pause);
        queue.mark("a");
        queue.mark("a");
        assertThat(queue.next(0)).contains("a");
        assertThat(queue.next(0)).isEmpty();
    }

    @Test
    void aWakeUpThatIsTakenBackNeverComes() {
        var queue = new KeyQueue<String>(TIMING::pause);
        queue.wakeAt("a", 10);
        queue.neverWake("a");
        assertThat(queue.nextAlarm()).isEmpty();
        assertThat(queue.next(100)).isEmpty();
    }
}
