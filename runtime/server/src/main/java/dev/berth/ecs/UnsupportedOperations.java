package dev.berth.ecs;

import java.util.Set;

/** The operations of the ECS model that are not supported yet. They are refused by name. */
public final class UnsupportedOperations {
    public static final Set<String> NAMES =
            Set.of(
                    "ContinueServiceDeployment",
                    "CreateCapacityProvider",
                    "CreateDaemon",
                    "CreateExpressGatewayService",
                    "CreateTaskSet",
                    "DeleteCapacityProvider",
                    "DeleteDaemon",
                    "DeleteDaemonTaskDefinition",
                    "DeleteExpressGatewayService",
                    "DeleteTaskSet",
                    "DescribeCapacityProviders",
                    "DescribeDaemon",
                    "DescribeDaemonDeployments",
                    "DescribeDaemonRevisions",
                    "DescribeDaemonTaskDefinition",
                    "DescribeExpressGatewayService",
                    "DescribeTaskSets",
                    "ExecuteCommand",
                    "ListDaemonDeployments",
                    "ListDaemonTaskDefinitions",
                    "ListDaemons",
                    "ListServicesByNamespace",
                    "RegisterDaemonTaskDefinition",
                    "UpdateCapacityProvider",
                    "UpdateContainerAgent",
                    "UpdateDaemon",
                    "UpdateExpressGatewayService",
                    "UpdateServicePrimaryTaskSet",
                    "UpdateTaskSet");

    private UnsupportedOperations() {}
}
