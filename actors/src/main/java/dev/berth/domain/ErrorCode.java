package dev.berth.domain;

/**
 * The error codes of the ECS API that the rules return. {@link #wireName} is the value of {@code
 * __type}.
 */
public enum ErrorCode {
    ATTRIBUTE_LIMIT_EXCEEDED("AttributeLimitExceededException"),
    CLIENT("ClientException"),
    CLUSTER_CONTAINS_CONTAINER_INSTANCES("ClusterContainsContainerInstancesException"),
    CLUSTER_CONTAINS_SERVICES("ClusterContainsServicesException"),
    CLUSTER_CONTAINS_TASKS("ClusterContainsTasksException"),
    CLUSTER_NOT_FOUND("ClusterNotFoundException"),
    CONFLICT("ConflictException"),
    INVALID_PARAMETER("InvalidParameterException"),
    LIMIT_EXCEEDED("LimitExceededException"),
    RESOURCE_NOT_FOUND("ResourceNotFoundException"),
    SERVER("ServerException"),
    SERVICE_DEPLOYMENT_NOT_FOUND("ServiceDeploymentNotFoundException"),
    SERVICE_NOT_ACTIVE("ServiceNotActiveException"),
    SERVICE_NOT_FOUND("ServiceNotFoundException"),
    TARGET_NOT_FOUND("TargetNotFoundException"),
    /** Too many requests at once. SDKs retry after a delay. */
    THROTTLING("ThrottlingException");

    private final String wireName;

    ErrorCode(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
