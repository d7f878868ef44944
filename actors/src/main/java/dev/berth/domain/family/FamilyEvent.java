package dev.berth.domain.family;

import dev.berth.domain.Aggregate;
import java.time.Instant;

/** What happened to a family of task definitions. */
public sealed interface FamilyEvent extends Aggregate.Event {

    record RevisionGiven(String family, int revision) implements FamilyEvent {}

    record RevisionDeregistered(int revision, Instant at) implements FamilyEvent {}

    record RevisionDeletionRequested(int revision, Instant at) implements FamilyEvent {}

    record RevisionForgotten(int revision, Instant at) implements FamilyEvent {}

    /** No revision is left. Nothing that happened before counts any more but the last number. */
    record Forgotten(String family, int lastRevision, Instant at) implements FamilyEvent {}
}
