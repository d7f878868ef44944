package dev.berth.actors.service;

import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.launch.PlacementPoints;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;

/**
 * Placement with one constraint plugin, {@link #CONSTRAINT}. A call that exceeds the time limit
 * makes the plugin unhealthy.
 */
final class ConstrainedPlacement implements PlacementPoints {

    static final String CONSTRAINT = "odd";

    private final Duration deadline;
    private volatile Rule rule = (_, _) -> Fit.FITS;
    private volatile boolean unhealthy;

    ConstrainedPlacement(Duration deadline) {
        this.deadline = deadline;
    }

    /** The constraint is replaced by this one. */
    void rule(Rule replacement) {
        rule = replacement;
        unhealthy = false;
    }

    /** A constraint that does not return. It reports each call. */
    static Rule hanging(CountDownLatch called) {
        return (_, _) -> {
            called.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Fit.FITS;
        };
    }

    @Override
    public void check(Placing placing) {}

    @Override
    public Use open(String cluster, Placing placing) {
        var constrained = !placing.constraints().isEmpty();
        var rules = constrained && !unhealthy ? List.of(rule) : List.<Rule>of();
        var unchecked =
                constrained && unhealthy
                        ? List.of("The placement constraint odd cannot be checked.")
                        : List.<String>of();
        return new Use() {
            @Override
            public Placers placers() {
                return new Placers(rules, DefaultPlacement.PLACERS.choice());
            }

            @Override
            public Duration deadline() {
                return deadline;
            }

            @Override
            public List<String> notes() {
                return unchecked;
            }

            @Override
            public List<String> unchecked() {
                return unchecked;
            }

            @Override
            public void failed(Throwable cause) {
                unhealthy |= cause instanceof TimeoutException;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return () -> {};
    }
}
