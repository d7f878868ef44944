package dev.berth.api;

import dev.berth.actors.ControlPlane;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;

/** Every operation of the ECS API that is built. */
public final class EcsOperations {
    private EcsOperations() {}

    /**
     * The operations over a control plane.
     *
     * @param publicUrl where agents are to connect; null for where they called
     */
    public static List<Operation<?, ?>> over(ControlPlane plane, Arns arns, URI publicUrl) {
        var calls = new ControlPlaneCalls(plane, arns);
        return Stream.of(
                        new ClusterOperations(calls).all(),
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
                        new TagOperations(calls).all())
                .<Operation<?, ?>>flatMap(List::stream)
                .toList();
    }
}
