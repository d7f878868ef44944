package dev.berth.protocol.agent.telemetry;

import dev.berth.protocol.agent.PublishInstanceStatusRequest;

/**
 * What every telemetry message of an agent starts with.
 *
 * @param messageId the same on all pages of one report; null in {@link
 *     PublishInstanceStatusRequest}
 * @param requestId of {@link PublishInstanceStatusRequest} alone
 * @param idle the instance runs nothing
 * @param fin this is the report's last page
 */
public record TelemetryMetadata(
        String cluster,
        String containerInstance,
        String messageId,
        String requestId,
        Boolean idle,
        Boolean fin) {}
