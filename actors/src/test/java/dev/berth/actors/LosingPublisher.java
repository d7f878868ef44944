package dev.berth.actors;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Publisher;
import dev.berth.domain.Aggregate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;

/** Loses as many publications as it is told to. */
public final class LosingPublisher implements Publisher {

    private final Publisher views;
    private final AtomicInteger count = new AtomicInteger();
    private final AtomicInteger lost = new AtomicInteger();
    private volatile int every;

    LosingPublisher(Publisher views) {
        this.views = views;
    }

    /**
     * @param number every how many-th publication is lost; 0 for none
     */
    public void loseEvery(int number) {
        every = number;
    }

    /** Loses whatever is published while this is done. */
    public void loseAll(Callable<?> writing) throws Exception {
        loseEvery(1);
        try {
            writing.call();
        } finally {
            loseEvery(0);
        }
    }

    public int lost() {
        return lost.get();
    }

    @Override
    public void published(
            EntityAddress<?> address, long first, List<? extends Aggregate.Event> events) {
        if (every > 0 && count.incrementAndGet() % every == 0) {
            lost.incrementAndGet();
            return;
        }
        views.published(address, first, events);
    }
}
