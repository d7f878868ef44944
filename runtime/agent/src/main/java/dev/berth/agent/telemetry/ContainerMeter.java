package dev.berth.agent.telemetry;

import dev.berth.protocol.agent.telemetry.ContainerMetric;
import java.time.Duration;
import java.util.Optional;

/** The samples of one container: its usage since the last report, and its network rate. */
final class ContainerMeter {
    private ContainerSample before;
    private MeterWindow window = new MeterWindow();
    private NetworkRate rate;

    /** The network traffic between the last two samples. */
    record NetworkRate(double receivedBytesPerSecond, double sentBytesPerSecond) {}

    synchronized void add(ContainerSample sample) {
        window.add(before, sample);
        rate = before == null ? null : rate(before, sample);
        before = sample;
    }

    private static NetworkRate rate(ContainerSample before, ContainerSample now) {
        var seconds = Duration.between(before.at(), now.at()).toNanos() / 1e9;
        if (before.network() == null || now.network() == null || seconds <= 0) {
            return null;
        }
        var passed = now.network().minus(before.network());
        return new NetworkRate(
                passed.received().bytes() / seconds, passed.sent().bytes() / seconds);
    }

    /** The usage since the last call; empty if it is not known yet. */
    synchronized Optional<ContainerMetric> take(String container) {
        if (window.isEmpty()) {
            return Optional.empty();
        }
        var taken = window.metric(container);
        window = new MeterWindow();
        return Optional.of(taken);
    }

    synchronized Optional<NetworkRate> rate() {
        return Optional.ofNullable(rate);
    }
}
