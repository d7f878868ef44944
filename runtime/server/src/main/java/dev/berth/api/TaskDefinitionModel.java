package dev.berth.api;

import dev.berth.domain.family.TaskDefinitionFamily.Revision;
import dev.berth.domain.taskdefinition.TaskDefinition.Registered;
import software.amazon.awssdk.services.ecs.model.Attribute;
import software.amazon.awssdk.services.ecs.model.Compatibility;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;

/** A task definition as the ECS API shows it. */
final class TaskDefinitionModel {
    private final Arns arns;

    TaskDefinitionModel(Arns arns) {
        this.arns = arns;
    }

    TaskDefinition of(Registered registered, Revision revision) {
        return TaskDefinitionDocument.read(registered.document())
                .taskDefinitionArn(arns.taskDefinition(registered.family(), registered.revision()))
                .revision(registered.revision())
                .status(revision.status().name())
                .requiresAttributes(
                        registered.shape().requiredAttributes().stream()
                                .sorted()
                                .map(name -> Attribute.builder().name(name).build())
                                .toList())
                .compatibilities(Compatibility.EXTERNAL, Compatibility.EC2)
                .registeredAt(registered.registeredAt())
                .registeredBy(registered.registeredBy())
                .deregisteredAt(revision.deregisteredAt())
                .build();
    }
}
