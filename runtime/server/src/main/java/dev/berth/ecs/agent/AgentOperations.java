package dev.berth.ecs.agent;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.domain.task.TaskCommand;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.wire.Call;
import dev.berth.wire.Members;
import dev.berth.wire.Operation;
import java.net.URI;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointRequest;
import software.amazon.awssdk.services.ecs.model.DiscoverPollEndpointResponse;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesRequest;
import software.amazon.awssdk.services.ecs.model.SubmitAttachmentStateChangesResponse;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitContainerStateChangeResponse;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeRequest;
import software.amazon.awssdk.services.ecs.model.SubmitTaskStateChangeResponse;

/**
 * The operations of agents. A report is an idempotent fact that can be late or repeated. Every
 * report is acknowledged, because an agent repeats refused reports for ever.
 */
public final class AgentOperations {
    private static final String ACKNOWLEDGED = "ACK";

    private final ControlPlaneCalls calls;
    private final URI publicUrl;

    /**
     * @param publicUrl where agents are to connect; null for where they called
     */
    public AgentOperations(ControlPlaneCalls calls, URI publicUrl) {
        this.calls = calls;
        this.publicUrl = publicUrl;
    }

    public List<Operation<?, ?>> all() {
        return Stream.<Operation<?, ?>>of(
                        new Operation<>(
                                "DiscoverPollEndpoint",
                                DiscoverPollEndpointRequest::builder,
                                Members.supported("containerInstance", "cluster"),
                                (_, call) -> discover(call)),
                        new Operation<>(
                                "SubmitTaskStateChange",
                                SubmitTaskStateChangeRequest::builder,
                                Members.supported(
                                        "cluster",
                                        "task",
                                        "status",
                                        "reason",
                                        "containers",
                                        "attachments",
                                        "managedAgents",
                                        "pullStartedAt",
                                        "pullStoppedAt",
                                        "executionStoppedAt"),
                                (request, _) -> submit(request)),
                        new Operation<>(
                                "SubmitContainerStateChange",
                                SubmitContainerStateChangeRequest::builder,
                                Members.supported(
                                        "cluster",
                                        "task",
                                        "containerName",
                                        "runtimeId",
                                        "status",
                                        "exitCode",
                                        "reason",
                                        "networkBindings"),
                                (_, _) ->
                                        SubmitContainerStateChangeResponse.builder()
                                                .acknowledgment(ACKNOWLEDGED)
                                                .build()),
                        new Operation<>(
                                "SubmitAttachmentStateChanges",
                                SubmitAttachmentStateChangesRequest::builder,
                                Members.supported(
                                        "cluster",
                                        "attachments*",
                                        "attachments.attachmentArn*",
                                        "attachments.status*"),
                                (_, _) ->
                                        SubmitAttachmentStateChangesResponse.builder()
                                                .acknowledgment(ACKNOWLEDGED)
                                                .build()))
                .<Operation<?, ?>>map(Operation::forAgents)
                .toList();
    }

    /** Agents cache the answer for twelve hours, and append {@code /ws}. */
    private DiscoverPollEndpointResponse discover(Call call) {
        var base = publicUrl == null ? call.scheme() + "://" + call.host() : publicUrl.toString();
        return DiscoverPollEndpointResponse.builder()
                .endpoint(base + "/acs")
                .telemetryEndpoint(base + "/tcs")
                .build();
    }

    private SubmitTaskStateChangeResponse submit(SubmitTaskStateChangeRequest request) {
        // Without a status it is about a network interface or a managed agent only.
        if (request.task() != null && request.status() != null && !request.status().isEmpty()) {
            report(request);
        }
        return SubmitTaskStateChangeResponse.builder().acknowledgment(ACKNOWLEDGED).build();
    }

    /** A cluster that was never created has no tasks, so no entity is started. */
    private void report(SubmitTaskStateChangeRequest request) {
        var named = calls.arns().task(request.task());
        var cluster = named.clusterOr(calls.arns().clusterName(request.cluster()));
        var report = ReportModel.of(request);
        if (calls.plane().account().cluster(cluster).isEmpty()) {
            return;
        }
        calls.askForAgent(
                AggregateKind.TASK.at(cluster, named.id()), new TaskCommand.Report(report));
    }
}
