package dev.berth.domain.family;

import dev.berth.domain.Aggregate;
import java.time.Instant;

/**
 * A family of task definitions: assigns consecutive revision numbers, and stores the status of each
 * revision.
 *
 * <p>The {@code TaskDefinition} of a revision is journaled before the family counts it, so every
 * counted revision has a definition.
 */
public sealed interface TaskDefinitionFamily extends Aggregate.State {

    /** The highest revision number ever, 0 before the first. */
    int lastRevision();

    record Absent() implements TaskDefinitionFamily {
        @Override
        public int lastRevision() {
            return 0;
        }
    }

    record Known(String family, int lastRevision, Revisions revisions)
            implements TaskDefinitionFamily {}

    /** All its revisions and its name are removed from the API. Its revision numbers continue. */
    record Forgotten(String family, int lastRevision) implements TaskDefinitionFamily {}

    /**
     * @param deregisteredAt null while ACTIVE
     * @param deleteRequestedAt null before DELETE_IN_PROGRESS
     */
    record Revision(Status status, Instant deregisteredAt, Instant deleteRequestedAt) {
        public static Revision active() {
            return new Revision(Status.ACTIVE, null, null);
        }

        public static Revision inactive(Instant deregisteredAt) {
            return new Revision(Status.INACTIVE, deregisteredAt, null);
        }

        Revision deletionRequested(Instant at) {
            return new Revision(Status.DELETE_IN_PROGRESS, deregisteredAt, at);
        }
    }

    enum Status {
        ACTIVE,
        INACTIVE,
        DELETE_IN_PROGRESS
    }
}
