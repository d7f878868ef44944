package dev.berth.actors;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** A clock that stands still until it is moved. */
public final class HandClock implements InstantSource {

    private volatile Instant now = Instant.parse("2026-02-03T04:05:06Z");

    @Override
    public Instant instant() {
        return now;
    }

    public void advance(Duration duration) {
        now = now.plus(duration);
    }
}
