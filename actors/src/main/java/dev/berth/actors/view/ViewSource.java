package dev.berth.actors.view;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.JournalReader.Row;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads the events that a view has missed from the journal, outside the actor. */
interface ViewSource<V> {

    /**
     * Folds the journal's part of this view from the beginning, without resources that the API does
     * not show any more.
     */
    CompletionStage<V> fold();

    /** The API does not show resources that ended before this instant. */
    Instant shownSince();

    CompletionStage<List<Row>> rowsAfter(EntityAddress<?> address, long sequenceNumber);

    /** What receives each change of the view. */
    default ChangeTap tap() {
        return ChangeTap.NONE;
    }
}
