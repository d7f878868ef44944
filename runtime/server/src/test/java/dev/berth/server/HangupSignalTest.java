package dev.berth.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class HangupSignalTest {
    private final AtomicInteger reloads = new AtomicInteger();
    private final HangupSignal signal = new HangupSignal();

    private List<String> reload() {
        reloads.incrementAndGet();
        return List.of();
    }

    @Test
    void signalsDuringTheStartAreAppliedOnceAfterIt() {
        signal.received();
        signal.received();
        signal.reloadBy(this::reload);
        assertThat(reloads).hasValue(1);
    }

    @Test
    void eachSignalReloads() {
        signal.reloadBy(this::reload);
        assertThat(reloads).hasValue(0);
        signal.received();
        signal.received();
        assertThat(reloads).hasValue(2);
    }

    @Test
    void aReloadThatFailsIsNotTheLast() {
        signal.reloadBy(
                () -> {
                    reload();
                    throw new IllegalStateException("unreadable");
                });
        signal.received();
        signal.received();
        assertThat(reloads).hasValue(2);
    }
}
