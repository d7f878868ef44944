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
 * How handlers speak to the control plane: they wait for the answer, within a deadline, and a
 * refusal is thrown with the code and the sentence that the rules gave it.
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

    /** Asks an aggregate; afterwards the views of this node show what it decided. */
    public <C extends Aggregate.Command> Reply.Done ask(EntityAddress<C> address, C command) {
        return switch (await(plane.ask(address, command))) {
            case Reply.Done done -> done;
            case Reply.Refused(var code, var message) -> throw ApiException.of(code, message);
        };
    }

    /** Asks an aggregate on behalf of an agent, which needs the journal's answer and no view. */
    public <C extends Aggregate.Command> void askForAgent(EntityAddress<C> address, C command) {
        if (await(plane.askForAgent(address, command))
                instanceof Reply.Refused(var code, var message)) {
            throw ApiException.of(code, message);
        }
    }

    /** Waits for an outcome; an outcome that stays unknown is a ServerException. */
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

    /** The contents of a cluster that is known to exist: asking for others would make a view. */
    public ClusterSnapshot snapshot(String cluster) {
        return plane.cluster(cluster);
    }
}
