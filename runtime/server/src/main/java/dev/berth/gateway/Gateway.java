package dev.berth.gateway;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.actors.view.Connection;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.domain.instance.ContainerInstance.Versions;
import dev.berth.ecs.Arns;
import dev.berth.gateway.logs.LogStreams;
import dev.berth.gateway.payload.PayloadCompiler;
import dev.berth.gateway.postmortem.PostMortems;
import dev.berth.gateway.session.AgentSession;
import dev.berth.gateway.session.Deliveries;
import dev.berth.gateway.session.Frames;
import dev.berth.gateway.session.Outbox;
import dev.berth.gateway.telemetry.Telemetry;
import dev.berth.http.AgentSockets;
import dev.berth.http.PageRoutes;
import dev.berth.http.SocketRefusal;
import dev.berth.pages.TaskPage;
import dev.berth.protocol.agent.AgentMessage;
import dev.berth.protocol.agent.AgentMessageException;
import dev.berth.protocol.agent.AgentMessages;
import dev.berth.protocol.agent.BerthLogs;
import dev.berth.protocol.agent.BerthPostMortem;
import dev.berth.wire.ApiException;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.http.javadsl.model.HttpResponse;
import org.apache.pekko.http.javadsl.model.ws.Message;
import org.apache.pekko.http.javadsl.model.ws.TextMessage;
import org.apache.pekko.http.javadsl.model.ws.WebSocketUpgrade;
import org.apache.pekko.stream.BoundedSourceQueue;
import org.apache.pekko.stream.KillSwitches;
import org.apache.pekko.stream.QueueOfferResult;
import org.apache.pekko.stream.SharedKillSwitch;
import org.apache.pekko.stream.javadsl.Flow;
import org.apache.pekko.stream.javadsl.Keep;
import org.apache.pekko.stream.javadsl.Sink;
import org.apache.pekko.stream.javadsl.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/**
 * Accepts the connections of agents. Each instance has one session, which receives every change to
 * the tasks of the instance.
 */
public final class Gateway implements AgentSockets {

    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

    /** Enough for the payloads in the window, heartbeats, a manifest and responses. */
    private static final int OUTBOUND = 4 * Deliveries.WINDOW;

    private final ControlPlane plane;
    private final Arns arns;
    private final PayloadCompiler compiler;
    private final Map<EntityAddress<?>, Open> sessions = new ConcurrentHashMap<>();
    private final Map<EntityAddress<?>, Set<SharedKillSwitch>> telemetry =
            new ConcurrentHashMap<>();
    private final LogStreams logs;
    private final PostMortems postMortems;
    private final Set<String> watched = ConcurrentHashMap.newKeySet();

    public Gateway(ControlPlane plane, Arns arns) {
        this.plane = plane;
        this.arns = arns;
        this.compiler = new PayloadCompiler(arns);
        this.logs = new LogStreams(plane, arns, this::tell);
        this.postMortems = new PostMortems(plane, arns, this::tell);
    }

    /** An open ACS socket. */
    private record Open(
            ActorRef<AgentSession.Command> actor, BoundedSourceQueue<Message> outbound) {}

    /**
     * The pages of tasks and of container logs, which are read from agents through these sockets.
     */
    public PageRoutes pages() {
        var tasks = new TaskPage(plane, arns, postMortems);
        return (path, query) -> logs.answer(path, query).or(() -> tasks.answer(path, query));
    }

    /** Sends to the agent of an instance; false if the agent is not connected. */
    private boolean tell(EntityAddress<?> instance, AgentMessage message) {
        var session = sessions.get(instance);
        return session != null
                && session.outbound()
                        .offer(TextMessage.create(AgentMessages.write(message)))
                        .equals(QueueOfferResult.enqueued());
    }

    @Override
    public HttpResponse open(Handshake handshake, WebSocketUpgrade upgrade) {
        var given = handshake.query().get("containerInstanceArn");
        if (given == null) {
            given = handshake.query().get("containerInstance");
        }
        if (given == null) {
            return SocketRefusal.of(
                    400, "BadRequestException", "The parameter containerInstanceArn is missing.");
        }
        try {
            var named = arns.containerInstance(given);
            var cluster =
                    named.cluster() != null
                            ? named.cluster()
                            : arns.clusterName(clusterOf(handshake));
            return open(handshake, upgrade, cluster, named.id());
        } catch (ApiException refused) {
            return SocketRefusal.of(400, "InvalidInstanceException", refused.getMessage());
        }
    }

    /** A name or an ARN; the two sockets have different parameters for it. */
    private static String clusterOf(Handshake handshake) {
        var given = handshake.query().get("clusterArn");
        return given == null ? handshake.query().get("cluster") : given;
    }

    private HttpResponse open(
            Handshake handshake, WebSocketUpgrade upgrade, String cluster, String instanceId) {
        if (plane.account().cluster(cluster).isEmpty()) {
            return unknown(instanceId); // contents() would create a view for this cluster
        }
        return switch (plane.cluster(cluster).instance(instanceId).orElse(null)) {
            case null -> unknown(instanceId);
            case ContainerInstance.Absent _ -> unknown(instanceId);
            case ContainerInstance.Inactive _ ->
                    SocketRefusal.of(
                            400,
                            "InactiveInstanceException",
                            "Container instance " + instanceId + " was deregistered.");
            case ContainerInstance.Registered _ ->
                    switch (handshake.channel()) {
                        case ACS ->
                                upgrade.handleMessagesWith(work(handshake, cluster, instanceId));
                        case TCS -> upgrade.handleMessagesWith(telemetry(cluster, instanceId));
                    };
        };
    }

    /** The socket ends when the instance is deregistered. */
    private Flow<Message, Message, NotUsed> telemetry(String cluster, String instanceId) {
        var address = AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId);
        var end = KillSwitches.shared("telemetry-" + UUID.randomUUID());
        telemetry.compute(
                address,
                (_, open) -> {
                    var all = open == null ? ConcurrentHashMap.<SharedKillSwitch>newKeySet() : open;
                    all.add(end);
                    return all;
                });
        watch(cluster);
        if (plane.cluster(cluster).registered(instanceId).isEmpty()) {
            end.shutdown(); // deregistered since the handshake was checked
        }
        return Flow.<Message>create()
                .via(end.flow())
                .via(new Telemetry(plane, arns, cluster, instanceId).flow())
                .via(end.flow())
                .watchTermination(
                        (_, terminated) -> {
                            terminated.whenComplete((_, _) -> endedTelemetry(address, end));
                            return NotUsed.getInstance();
                        });
    }

    private void endedTelemetry(EntityAddress<?> address, SharedKillSwitch end) {
        telemetry.computeIfPresent(
                address,
                (_, open) -> {
                    open.remove(end);
                    return open.isEmpty() ? null : open;
                });
    }

    private static HttpResponse unknown(String instanceId) {
        return SocketRefusal.of(
                400,
                "InvalidInstanceException",
                "Container instance "
                        + instanceId
                        + " is not registered here. Remove the agent's state to register anew.");
    }

    private Flow<Message, Message, NotUsed> work(
            Handshake handshake, String cluster, String instanceId) {
        var address = AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId);
        var name = UUID.randomUUID().toString();
        var connection = new Connection(name, plane.clock().instant());
        var peer =
                new AgentSession.Peer(
                        cluster, instanceId, name, connection, versions(handshake.query()));
        var outbound = Source.<Message>queue(OUTBOUND).preMaterialize(plane.system());
        postMortems
                .greeting(address)
                .ifPresent(
                        said ->
                                outbound.first()
                                        .offer(TextMessage.create(AgentMessages.write(said))));
        watch(cluster);
        var actor =
                plane.system()
                        .systemActorOf(
                                AgentSession.create(
                                        plane,
                                        peer,
                                        new Outbox(plane, compiler, arns, peer, outbound.first())),
                                "agent-session-" + name,
                                Props.empty());
        var session = new Open(actor, outbound.first());
        var before = sessions.put(address, session);
        if (before != null) {
            before.actor().tell(new AgentSession.Displaced());
            logs.ended(address);
        }
        logs.connected(address);
        Sink<Message, NotUsed> inbound =
                Frames.texts(plane.system())
                        .to(Sink.foreach(text -> received(address, actor, text)))
                        .mapMaterializedValue(_ -> NotUsed.getInstance());
        return Flow.fromSinkAndSourceCoupledMat(inbound, outbound.second(), Keep.left())
                .watchTermination(
                        (_, terminated) -> {
                            terminated.whenComplete((_, _) -> ended(address, session));
                            return NotUsed.getInstance();
                        });
    }

    /** Amazon's agent reports its versions when it connects, not when it registers. */
    private static Versions versions(Map<String, String> query) {
        return new Versions(
                said(query, "agentVersion"),
                said(query, "agentHash"),
                said(query, "dockerVersion"));
    }

    private static String said(Map<String, String> query, String name) {
        var value = query.get(name);
        return value == null || value.isBlank() ? null : value;
    }

    private void ended(EntityAddress<?> address, Open session) {
        if (sessions.remove(address, session)) {
            logs.ended(address);
        }
        session.actor().tell(new AgentSession.Closed());
    }

    private void received(
            EntityAddress<?> address, ActorRef<AgentSession.Command> actor, String text) {
        try {
            switch (AgentMessages.read(text)) {
                case BerthLogs part -> logs.received(address, part);
                case BerthPostMortem found -> postMortems.received(address, found);
                case AgentMessage message -> actor.tell(new AgentSession.Received(message));
            }
        } catch (AgentMessageException e) {
            try (var _ = MDC.putCloseable("cluster", address.cluster());
                    var _ = MDC.putCloseable("instanceId", address.localId())) {
                LOG.warn("A message from an agent was dropped: {}", e.getMessage());
            }
        }
    }

    /**
     * One listener for each cluster finds the session of an instance that was deregistered or of
     * which a task has changed.
     */
    private void watch(String cluster) {
        if (watched.add(cluster)) {
            plane.clusterView(cluster).subscribe(this::changed);
        }
    }

    /** The agent of a deregistered instance connects again and is refused with the reason. */
    private void endSockets(EntityAddress<?> instance) {
        var session = sessions.get(instance);
        if (session != null) {
            session.actor().tell(new AgentSession.Deregistered());
            session.outbound().complete();
        }
        telemetry.getOrDefault(instance, Set.of()).forEach(SharedKillSwitch::shutdown);
    }

    private void changed(EntityAddress<?> address, ClusterSnapshot snapshot) {
        if (address.kind() == AggregateKind.CONTAINER_INSTANCE) {
            if (snapshot.registered(address.localId()).isEmpty()) {
                endSockets(address);
            }
            return;
        }
        snapshot.task(address.localId())
                .map(
                        task ->
                                sessions.get(
                                        AggregateKind.CONTAINER_INSTANCE.at(
                                                address.cluster(), task.spec().instanceId())))
                .ifPresent(
                        session ->
                                session.actor()
                                        .tell(new AgentSession.TaskChanged(address.localId())));
    }
}
