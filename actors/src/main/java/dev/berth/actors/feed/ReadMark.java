package dev.berth.actors.feed;

import dev.berth.actors.journal.JournalTail.Place;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The position in the journal up to which every event has been handed on.
 *
 * <p>Events are handed on in the order in which views apply them, which is nearly that of the
 * journal. So the mark follows: it stops before a row that was not handed on yet, and before a gap
 * in the positions, which may be a transaction that has not ended. What is older than a grace time
 * holds nothing up: the gap is none that is ever filled, and the row is none that a view applies.
 */
record ReadMark(long ordering) {

    /**
     * The mark after more rows.
     *
     * @param places the rows after this mark, in order
     * @param isHandedOn whether the event of a row was handed on
     * @param settled rows that were written before this instant hold nothing up
     */
    ReadMark after(List<Place> places, Predicate<Place> isHandedOn, Instant settled) {
        var reached = ordering;
        for (var place : places) {
            var isOpen = place.ordering() > reached + 1 || !isHandedOn.test(place);
            if (isOpen && !place.writtenAt().isBefore(settled)) {
                break;
            }
            reached = place.ordering();
        }
        return new ReadMark(reached);
    }
}
