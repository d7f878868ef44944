package dev.berth.actors.feed;

import dev.berth.actors.journal.JournalTail.Place;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;

/**
 * The position in the journal up to which every event was passed on.
 *
 * <p>Events are passed on in the order in which views apply them, which is nearly that of the
 * journal. The mark stops before a row that was not passed on yet, and before a gap in the
 * positions, which can be a transaction that has not ended. Rows and gaps that are older than a
 * grace time are skipped: such a gap is never filled, and such a row is not applied by a view.
 */
record ReadMark(long ordering) {

    /**
     * The mark after more rows.
     *
     * @param places the rows after this mark, in order
     * @param isHandedOn whether the event of a row was passed on
     * @param settled rows that were written before this time are skipped
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
