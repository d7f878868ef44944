package dev.berth.actors.view;

import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.journal.JournalReader.Row;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Reads the events that a view has missed from the journal, outside the actor. */
interface ViewSource<V> {

    /**
     * The journal's part of this view, folded from the beginning, without what has left the API.
     */
    CompletionStage<V> fold();

    /** What ended before this instant has left the API. */
    Instant shownSince();

    CompletionStage<List<Row>> rowsAfter(EntityAddress<?> address, long sequenceNumber);

    /** What receives each change of the view. */
    default ChangeTap tap() {
        return ChangeTap.NONE;
    }
}
