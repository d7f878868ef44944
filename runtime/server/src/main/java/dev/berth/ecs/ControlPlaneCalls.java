package dev.berth.ecs;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.Aggregate;
import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.instance.ContainerInstance;
import dev.berth.wire.ApiException;
import dev.berth.wire.Failures;
import dev.berth.wire.PageTokens;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * The calls of handlers to the control plane. They wait for the answer until a deadline. A refusal
 * is thrown with the error code and the message of the rules.
 */
public final class ControlPlaneCalls {
    private static final long TIMEOUT_SECONDS = 30;

    private final ControlPlane plane;
    private final Arns arns;
    private final PageTokens pageTokens;

    public ControlPlaneCalls(ControlPlane plane, Arns arns) {
        this.plane = plane;
        this.arns = arns;
        this.pageTokens = new PageTokens(plane.pageTokenKey());
    }

    public ControlPlane plane() {
        return plane;
    }

    public PageTokens pageTokens() {
        return pageTokens;
    }

    public Arns arns() {
        return arns;
    }

    /**
     * Sends a command to an aggregate. When it returns, the views of this server show the result.
     */
    public <C extends Aggregate.Command> Reply.Done ask(EntityAddress<C> address, C command) {
        return switch (await(plane.ask(address, command))) {
            case Reply.Done done -> done;
            case Reply.Refused(var code, var message) -> throw ApiException.of(code, message);
        };
    }

    /** Sends a command of an agent to an aggregate. It waits for the journal, not for the view. */
    public <C extends Aggregate.Command> void askForAgent(EntityAddress<C> address, C command) {
        if (await(plane.askForAgent(address, command))
                instanceof Reply.Refused(var code, var message)) {
            throw ApiException.of(code, message);
        }
    }

    /** Waits for an outcome. An unknown outcome is a ServerException. */
    public static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture()
                    .copy()
                    .orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException reason) {
            throw Failures.explain(reason);
        }
    }

    /**
     * The cluster that a request means, where it is ACTIVE.
     *
     * @throws ApiException ClusterNotFoundException where it is not
     */
    public String activeCluster(String given) {
        var name = arns.clusterName(given);
        var active =
                plane.account().cluster(name).filter(Cluster.Active.class::isInstance).isPresent();
        if (!active) {
            throw ApiException.clusterNotFound();
        }
        return name;
    }

    /**
     * What a reference names in this cluster: Absent where it names nothing.
     *
     * @throws ApiException InvalidParameterException where its ARN names another cluster
     */
    public ContainerInstance instance(String cluster, Arns.Reference named) {
        return snapshot(cluster)
                .instance(named.within(cluster).id())
                .orElseGet(ContainerInstance.Absent::new);
    }

    /** The contents of an existing cluster. (For an unknown name, a view would be created.) */
    public ClusterSnapshot snapshot(String cluster) {
        return plane.cluster(cluster);
    }
}
