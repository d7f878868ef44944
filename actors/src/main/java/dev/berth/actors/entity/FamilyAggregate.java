package dev.berth.actors.entity;

import dev.berth.domain.check.AggregateCheck;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.family.FamilyDecider;
import dev.berth.domain.family.FamilyEvent;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.family.TaskDefinitionFamily.Known;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Families of task definitions. */
public final class FamilyAggregate {

    /** Families by the statuses of their revisions. */
    public static final Index<TaskDefinitionFamily> REVISION_STATUS =
            Index.by("revision status", FamilyAggregate::statuses);

    private FamilyAggregate() {}

    static AggregateKind<FamilyCommand, FamilyEvent, TaskDefinitionFamily> kind() {
        return new AggregateKind<>(
                "TaskDefinitionFamily",
                FamilyEvent.class,
                TaskDefinitionFamily.class,
                new FamilyDecider(),
                List.of(
                        JournalName.of("family.revision-given/1", FamilyEvent.RevisionGiven.class),
                        JournalName.of(
                                "family.revision-deregistered/1",
                                FamilyEvent.RevisionDeregistered.class),
                        JournalName.of(
                                "family.revision-deletion-requested/1",
                                FamilyEvent.RevisionDeletionRequested.class),
                        JournalName.of(
                                "family.revision-forgotten/1", FamilyEvent.RevisionForgotten.class),
                        JournalName.of("family.forgotten/1", FamilyEvent.Forgotten.class),
                        JournalName.of("family.snapshot/1", TaskDefinitionFamily.Known.class),
                        JournalName.of("family.snapshot/2", TaskDefinitionFamily.Known.class),
                        JournalName.of(
                                "family.snapshot-forgotten/1",
                                TaskDefinitionFamily.Forgotten.class)),
                Shown.in(
                        Shown.Place.ACCOUNT,
                        Known.class::isInstance,
                        FamilyAggregate::endedAt,
                        List.of(REVISION_STATUS)),
                new RetentionRule.WithItsName<>(
                        List.of(
                                RetentionRule.Ending.of(
                                        FamilyEvent.Forgotten.class, FamilyEvent.Forgotten::at)),
                        _ -> new FamilyCommand.Forget()),
                AggregateCheck.sequenceNumbers());
    }

    private static Set<String> statuses(TaskDefinitionFamily state) {
        if (!(state instanceof Known known)) {
            return Set.of();
        }
        var statuses = new HashSet<String>();
        for (var status : known.revisions().statuses()) {
            statuses.add(status.name());
        }
        return statuses;
    }

    /** A family without revisions has ended; it is forgotten at once. */
    private static Instant endedAt(TaskDefinitionFamily state) {
        return state instanceof Known known && known.revisions().isEmpty() ? Instant.EPOCH : null;
    }
}
