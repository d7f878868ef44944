package dev.berth.protocol.agent;

/**
 * The agent accepted a {@link PayloadMessage} or a {@link TaskManifestMessage}.
 *
 * @param cluster the {@code clusterArn} of the acknowledged message
 * @param containerInstance the {@code containerInstanceArn} of the acknowledged message
 */
public record AckRequest(String cluster, String containerInstance, String messageId)
        implements AgentMessage {}
