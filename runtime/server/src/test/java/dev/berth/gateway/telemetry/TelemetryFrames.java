package dev.berth.gateway.telemetry;

import dev.berth.http.TestPort;

/** Telemetry as Amazon's agent writes it, of tasks of the cluster {@code default}. */
final class TelemetryFrames {
    private static final String CLUSTER = "default";

    private TelemetryFrames() {}

    static final String STATUS =
            """
            {"type":"PublishInstanceStatusRequest","message":{"metadata":{"requestId":"r"},
             "statuses":[{"type":"ContainerRuntime","status":"IMPAIRED","lastUpdated":2.5,"lastStatusChange":1.5}],"timestamp":3}}""";

    static String health(String task, String main, String side) {
        return """
        {"type":"PublishHealthRequest","message":{"metadata":{"fin":true},"tasks":[{"taskArn":"%s","taskDefinitionFamily":"web","taskDefinitionVersion":"1",
         "containers":[{"containerName":"main","healthStatus":"%s","statusSince":1.5},{"containerName":"side","healthStatus":"%s","statusSince":1.5}]}],"timestamp":2.5}}"""
                .formatted(TestPort.ARNS.task(CLUSTER, task), main, side);
    }

    static String metrics(String task, String container) {
        return """
        {"type":"PublishMetricsRequest","message":{"metadata":{"messageId":"m","idle":false,"fin":true},"taskMetrics":[{"taskArn":"%s","taskDefinitionFamily":"web","taskDefinitionVersion":"1",
         "containerMetrics":[{"containerName":"%s","cpuStatsSet":{"min":5,"max":20,"sampleCount":4,"sum":50},"memoryStatsSet":{"min":16,"max":16,"sampleCount":4,"sum":64}}]}],"timestamp":2.5}}"""
                .formatted(TestPort.ARNS.task(CLUSTER, task), container);
    }
}
