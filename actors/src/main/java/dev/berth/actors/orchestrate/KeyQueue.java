package dev.berth.actors.orchestrate;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * The keys to plan, and when.
 *
 * <p>A key is in one of four states: not marked; waiting; busy, which means that actions of its
 * last plan are being carried out; or paused after a failure. A mark on a busy key is kept until
 * the key is free. A mark on a paused key has no effect: the key is planned after the pause.
 *
 * <p>Not safe for several threads. Times are nanoseconds of one monotonic clock.
 */
final class KeyQueue<K> {

    private record Alarm<K>(long at, K key) {}

    private final IntFunction<Duration> pauseAfter;
    private final Set<K> waiting = new LinkedHashSet<>();
    private final Set<K> busy = new HashSet<>();
    private final Set<K> markedWhileBusy = new HashSet<>();
    private final Map<K, Integer> failures = new HashMap<>();
    private final Map<K, Long> pausedUntil = new HashMap<>();
    private final Map<K, Long> wakeUps = new HashMap<>();
    private final PriorityQueue<Alarm<K>> alarms =
            new PriorityQueue<>(Comparator.comparingLong(Alarm::at));

    /**
     * @param pauseAfter the pause after a number of consecutive failures
     */
    KeyQueue(IntFunction<Duration> pauseAfter) {
        this.pauseAfter = pauseAfter;
    }

    /** Marks the key to be planned as soon as possible. */
    void mark(K key) {
        if (busy.contains(key)) {
            markedWhileBusy.add(key);
        } else if (!pausedUntil.containsKey(key)) {
            waiting.add(key);
        }
    }

    /** The next key to plan, in the order in which they were marked. */
    Optional<K> next(long now) {
        ring(now);
        var keys = waiting.iterator();
        if (!keys.hasNext()) {
            return Optional.empty();
        }
        var key = keys.next();
        keys.remove();
        return Optional.of(key);
    }

    /** Marks the key at this time, which replaces an earlier time. */
    void wakeAt(K key, long at) {
        var before = wakeUps.put(key, at);
        if (before == null || before != at) {
            alarms.add(new Alarm<>(at, key));
        }
    }

    void neverWake(K key) {
        wakeUps.remove(key);
    }

    /** The actions of the key's plan are being carried out. */
    void begin(K key) {
        waiting.remove(key);
        busy.add(key);
    }

    /** All actions of the key's plan were carried out. */
    void succeeded(K key) {
        busy.remove(key);
        failures.remove(key);
        if (markedWhileBusy.remove(key)) {
            waiting.add(key);
        }
    }

    /** An action of the key's plan failed, so the key is planned again. Returns the pause. */
    Duration failed(K key, long now) {
        busy.remove(key);
        waiting.remove(key);
        markedWhileBusy.remove(key);
        var pause = pauseAfter.apply(failures.merge(key, 1, Integer::sum));
        var until = now + pause.toNanos();
        pausedUntil.put(key, until);
        alarms.add(new Alarm<>(until, key));
        return pause;
    }

    /** The time at which {@link #next} returns a key even without a mark; empty for never. */
    OptionalLong nextAlarm() {
        while (!alarms.isEmpty() && !isSet(alarms.peek())) {
            alarms.poll();
        }
        return alarms.isEmpty() ? OptionalLong.empty() : OptionalLong.of(alarms.peek().at());
    }

    private boolean isSet(Alarm<K> alarm) {
        return isAt(pausedUntil, alarm) || isAt(wakeUps, alarm);
    }

    private boolean isAt(Map<K, Long> times, Alarm<K> alarm) {
        var at = times.get(alarm.key());
        return at != null && at == alarm.at();
    }

    private void ring(long now) {
        while (!alarms.isEmpty() && alarms.peek().at() <= now) {
            var alarm = alarms.poll();
            if (isAt(pausedUntil, alarm)) {
                pausedUntil.remove(alarm.key());
                waiting.add(alarm.key());
            }
            if (isAt(wakeUps, alarm)) {
                wakeUps.remove(alarm.key());
                mark(alarm.key());
            }
        }
    }
}
