package dev.berth.server;

import dev.berth.actors.ControlPlane;
import dev.berth.ecs.Arns;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.ecs.UnsupportedOperations;
import dev.berth.ecs.account.AccountSettingOperations;
import dev.berth.ecs.agent.AgentOperations;
import dev.berth.ecs.cluster.ClusterOperations;
import dev.berth.ecs.cluster.ClusterUpdates;
import dev.berth.ecs.instance.AttributeOperations;
import dev.berth.ecs.instance.InstanceOperations;
import dev.berth.ecs.instance.UpdateInstancesState;
import dev.berth.ecs.service.ServiceOperations;
import dev.berth.ecs.tag.TagOperations;
import dev.berth.ecs.task.ListTasks;
import dev.berth.ecs.task.RunTask;
import dev.berth.ecs.task.StartTask;
import dev.berth.ecs.task.TaskOperations;
import dev.berth.ecs.taskdefinition.DeleteTaskDefinitions;
import dev.berth.ecs.taskdefinition.TaskDefinitionLists;
import dev.berth.ecs.taskdefinition.TaskDefinitionOperations;
import dev.berth.wire.AwsService;
import dev.berth.wire.Operation;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** All operations of the ECS API that are supported. */
public final class EcsOperations {
    private static final AwsService.Names NAMES =
            AwsService.Names.json("AmazonEC2ContainerServiceV20141113");

    private EcsOperations() {}

    /** Amazon ECS with these operations. All other operations of its model are refused by name. */
    public static AwsService service(Collection<Operation<?, ?>> operations) {
        return AwsService.of("Amazon ECS", "ecs", NAMES, operations, UnsupportedOperations.NAMES);
    }

    /**
     * The operations, for a control plane.
     *
     * @param publicUrl the address to which agents connect; null for the address that they called
     */
    public static List<Operation<?, ?>> over(ControlPlane plane, Arns arns, URI publicUrl) {
        var calls = new ControlPlaneCalls(plane, arns);
        return Stream.of(
                        new ClusterOperations(calls).all(),
                        new ClusterUpdates(calls).all(),
                        new AccountSettingOperations(calls).all(),
                        new TaskDefinitionOperations(calls).all(),
                        new TaskDefinitionLists(calls).all(),
                        new InstanceOperations(calls).all(),
                        new AttributeOperations(calls).all(),
                        new AgentOperations(calls, publicUrl).all(),
                        List.<Operation<?, ?>>of(
                                new RunTask(calls).operation(),
                                new StartTask(calls).operation(),
                                new ListTasks(calls).operation(),
                                new UpdateInstancesState(calls).operation(),
                                new DeleteTaskDefinitions(calls).operation()),
                        new TaskOperations(calls).all(),
                        new ServiceOperations(calls).all(),
                        new TagOperations(calls).all())
                .<Operation<?, ?>>flatMap(List::stream)
                .toList();
    }
}
