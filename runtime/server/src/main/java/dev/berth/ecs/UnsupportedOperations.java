package dev.berth.ecs;

import java.util.Set;

/** The operations of the ECS model that are not built yet: known by name, and refused. */
public final class UnsupportedOperations {
    public static final Set<String> NAMES =
            Set.of(
                    "ContinueServiceDeployment",
                    "CreateCapacityProvider",
                    "CreateDaemon",
                    "CreateExpressGatewayService",
                    "CreateService",
                    "CreateTaskSet",
                    "DeleteCapacityProvider",
                    "DeleteDaemon",
                    "DeleteDaemonTaskDefinition",
                    "DeleteExpressGatewayService",
                    "DeleteService",
                    "DeleteTaskSet",
                    "DescribeCapacityProviders",
                    "DescribeDaemon",
                    "DescribeDaemonDeployments",
                    "DescribeDaemonRevisions",
                    "DescribeDaemonTaskDefinition",
                    "DescribeExpressGatewayService",
                    "DescribeServiceDeployments",
                    "DescribeServiceRevisions",
                    "DescribeServices",
                    "DescribeTaskSets",
                    "ExecuteCommand",
                    "GetTaskProtection",
                    "ListDaemonDeployments",
                    "ListDaemonTaskDefinitions",
                    "ListDaemons",
                    "ListServiceDeployments",
                    "ListServices",
                    "ListServicesByNamespace",
                    "RegisterDaemonTaskDefinition",
                    "StopServiceDeployment",
                    "UpdateCapacityProvider",
                    "UpdateContainerAgent",
                    "UpdateDaemon",
                    "UpdateExpressGatewayService",
                    "UpdateService",
                    "UpdateServicePrimaryTaskSet",
                    "UpdateTaskProtection",
                    "UpdateTaskSet");

    private UnsupportedOperations() {}
}
