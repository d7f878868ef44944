package dev.berth.actors.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.JournalTail.Place;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReadMarkTest {
    private static final Instant SETTLED = Instant.parse("2026-02-03T04:05:06Z");
    private static final ReadMark MARK = new ReadMark(10);

    @Test
    void theMarkIsAtTheLastRowThatWasHandedOn() {
        var places = List.of(fresh(11), fresh(12), fresh(13));
        assertThat(MARK.after(places, place -> place.ordering() < 13, SETTLED))
                .isEqualTo(new ReadMark(12));
        assertThat(MARK.after(places, _ -> true, SETTLED)).isEqualTo(new ReadMark(13));
    }

    @Test
    void aGapThatATransactionMayStillFillHoldsTheMark() {
        assertThat(MARK.after(List.of(fresh(11), fresh(13)), _ -> true, SETTLED))
                .isEqualTo(new ReadMark(11));
    }

    @Test
    void neitherAnOldGapNorAnOldRowThatNoViewAppliesHoldsTheMark() {
        assertThat(
                        MARK.after(
                                List.of(old(15), old(16), fresh(17)),
                                p -> p.ordering() > 16,
                                SETTLED))
                .isEqualTo(new ReadMark(17));
    }

    @Test
    void withoutRowsItStays() {
        assertThat(MARK.after(List.of(), _ -> true, SETTLED)).isEqualTo(MARK);
    }

    private static Place fresh(long ordering) {
        return place(ordering, SETTLED);
    }

    private static Place old(long ordering) {
        return place(ordering, SETTLED.minusMillis(1));
    }

    private static Place place(long ordering, Instant writtenAt) {
        return new Place(ordering, AggregateKind.TASK.at("blue", "t"), ordering, writtenAt);
    }
}
