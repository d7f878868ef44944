package dev.berth.actors.orchestrate;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.Reconciliation;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.family.FamilyReconciler;
import dev.berth.domain.family.FamilyReconciler.Add;
import dev.berth.domain.family.TaskDefinitionFamily;
import dev.berth.domain.taskdefinition.TaskDefinition;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Runs the {@link FamilyReconciler} on every family of task definitions. */
final class UnfinishedRegistrations implements Reconciler<AccountSnapshot, String, Add> {

    @Override
    public String name() {
        return "unfinished-registrations";
    }

    @Override
    public Set<String> keys(EntityAddress<?> changed, AccountSnapshot snapshot) {
        if (changed.kind() == AggregateKind.FAMILY) {
            return Set.of(changed.id());
        }
        return changed.kind() == AggregateKind.TASK_DEFINITION
                ? Set.of(family(changed.id()))
                : Set.of();
    }

    /** A family may not have its first definition yet, so the keys come from the definitions. */
    @Override
    public Set<String> allKeys(AccountSnapshot snapshot) {
        return snapshot.definitions().rows().keySet().stream()
                .map(UnfinishedRegistrations::family)
                .collect(Collectors.toSet());
    }

    private static String family(String definition) {
        return definition.substring(0, definition.lastIndexOf(':'));
    }

    @Override
    public Reconciliation<Add> plan(AccountSnapshot snapshot, String family, Instant now) {
        return FamilyReconciler.plan(
                family,
                snapshot.families().state(family).orElseGet(TaskDefinitionFamily.Absent::new),
                revision ->
                        snapshot.definition(family, revision)
                                .map(TaskDefinition.Registered::registeredAt),
                now);
    }

    @Override
    public CompletionStage<?> carryOut(Add action, Commands commands) {
        return commands.ask(
                AggregateKind.FAMILY.at(action.family()),
                new FamilyCommand.AddRevision(action.family(), action.revision()));
    }
}
