package dev.berth.ecs.taskdefinition;

import dev.berth.actors.view.AccountSnapshot;
import dev.berth.domain.family.TaskDefinitionFamily.Revision;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import dev.berth.ecs.Arns;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** A task definition in the format of the API. */
final class TaskDefinitionModel {
    private final Arns arns;

    TaskDefinitionModel(Arns arns) {
        this.arns = arns;
    }

    /** The revision in the format of the API; empty if it is not registered. */
    Optional<TaskDefinition> of(Arns.TaskDefinitionReference named, AccountSnapshot account) {
        var status =
                account.family(named.family())
                        .flatMap(
                                known ->
                                        Optional.ofNullable(
                                                known.revisions().get(named.revision())));
        return account.definition(named.family(), named.revision())
                .flatMap(registered -> status.map(revision -> of(registered, revision)));
    }

    private TaskDefinition of(Registered registered, Revision revision) {
        return TaskDefinitionDocument.read(registered.document())
                .taskDefinitionArn(arns.taskDefinition(registered.family(), registered.revision()))
                .revision(registered.revision())
                .status(revision.status().name())
                .requiresAttributes(
                        registered.shape().requiredAttributes().stream()
                                .sorted()
                                .map(TaskDefinitionModel::attribute)
                                .toList())
                .compatibilities(Compatibility.EXTERNAL, Compatibility.EC2)
                .registeredAt(registered.registeredAt())
                .registeredBy(registered.registeredBy())
                .deregisteredAt(revision.deregisteredAt())
                .deleteRequestedAt(revision.deleteRequestedAt())
                .build();
    }

    private static Attribute attribute(String required) {
        var parts = required.split("=", 2);
        var named = Attribute.builder().name(parts[0]);
        return (parts.length == 1 ? named : named.value(parts[1])).build();
    }
}
