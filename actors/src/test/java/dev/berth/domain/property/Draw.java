package dev.berth.domain.property;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Draws values from one seed, so that a failure can be repeated. */
final class Draw {

    private final Random random;

    Draw(long seed) {
        random = new Random(seed);
    }

    int number(int from, int to) {
        return random.nextInt(from, to + 1);
    }

    boolean chance(int percent) {
        return number(1, 100) <= percent;
    }

    <T> T of(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    @SafeVarargs
    final <T> T of(Supplier<? extends T>... choices) {
        return choices[random.nextInt(choices.length)].get();
    }

    /** Null, more often than not. */
    <T> T orNull(Supplier<T> value) {
        return chance(60) ? null : value.get();
    }

    <T> List<T> some(int atMost, Supplier<T> value) {
        return IntStream.range(0, number(0, atMost)).mapToObj(_ -> value.get()).toList();
    }

    <T> Set<T> subset(List<T> values) {
        return values.stream().filter(_ -> chance(30)).collect(Collectors.toSet());
    }
}
