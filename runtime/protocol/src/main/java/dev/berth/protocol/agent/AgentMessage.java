package dev.berth.protocol.agent;

/**
 * A message on one of an agent's two WebSockets: work (ACS) and telemetry (TCS).
 *
 * <p>A message's name on the wire is the simple name of its record, except for {@link Unknown}.
 * Members that the wire leaves out are null, false, zero or an empty collection. Peers may add
 * members and whole types; both are ignored.
 */
public sealed interface AgentMessage
        permits AckPublishHealth,
                AckPublishInstanceStatus,
                AckPublishMetric,
                AckRequest,
                BerthExamineTask,
                BerthLogs,
                BerthLogsCredit,
                BerthLogsStop,
                BerthPostMortem,
                BerthPostMortemTaken,
                BerthPostMortemsWanted,
                BerthReadLogs,
                CloseMessage,
                ErrorMessage,
                HeartbeatAckRequest,
                HeartbeatMessage,
                NackRequest,
                PayloadMessage,
                PublishHealthRequest,
                PublishInstanceStatusRequest,
                PublishMetricsRequest,
                TaskManifestMessage,
                TaskStopVerificationAck,
                TaskStopVerificationMessage,
                Unknown {}
