package dev.berth.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BodyMemoryTest {
    private final BodyMemory memory = new BodyMemory(100);

    @Test
    void whatOneRequestHoldsIsNotThereForAnother() {
        var first = memory.share();
        var second = memory.share();

        assertThat(first.take(60)).isTrue();
        assertThat(second.take(41)).isFalse();
        assertThat(second.take(40)).isTrue();
        assertThat(memory.used()).isEqualTo(100);
    }

    @Test
    void aRequestGivesBackAllThatItTookAndOnlyOnce() {
        var first = memory.share();
        var second = memory.share();
        first.take(30);
        first.take(20);
        second.take(10);

        first.release();
        first.release();

        assertThat(memory.used()).isEqualTo(10);
    }
}
