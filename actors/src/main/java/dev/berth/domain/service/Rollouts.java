package dev.berth.domain.service;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.PMap;

/**
 * The versions of a service.
 *
 * @param deployments PRIMARY first, then the others from the newest
 * @param fallback the newest COMPLETED deployment, while a newer one has not completed: the target
 *     of a rollback; null if there is none
 * @param revisions by id, those of a deployment or the history
 * @param history the newest first; the first is the current one
 */
public record Rollouts(
        List<Deployment> deployments,
        Deployment fallback,
        PMap<String, ServiceRevision> revisions,
        List<ServiceDeployment> history) {

    /** The number of service deployments that are kept. */
    static final int HISTORY = 100;

    public Rollouts {
        deployments = List.copyOf(deployments);
        history = List.copyOf(history);
    }

    public Deployment primary() {
        return deployments.getFirst();
    }

    public List<Deployment> others() {
        return deployments.subList(1, deployments.size());
    }

    public Optional<Deployment> deployment(String id) {
        return deployments.stream().filter(d -> d.id().equals(id)).findFirst();
    }

    public ServiceDeployment current() {
        return history.getFirst();
    }

    public ServiceRevision revision(Deployment deployment) {
        return revisions.get(deployment.revisionId());
    }

    boolean isPrimary(String id) {
        return primary().id().equals(id);
    }

    Rollouts each(UnaryOperator<Deployment> change) {
        return new Rollouts(
                deployments.stream().map(change).toList(), fallback, revisions, history);
    }

    Rollouts primary(UnaryOperator<Deployment> change) {
        var all = new ArrayList<>(deployments);
        all.set(0, change.apply(all.getFirst()));
        return new Rollouts(all, fallback, revisions, history);
    }

    Rollouts current(UnaryOperator<ServiceDeployment> change) {
        var all = new ArrayList<>(history);
        all.set(0, change.apply(all.getFirst()));
        return new Rollouts(deployments, fallback, revisions, all);
    }

    Rollouts fallback(Deployment next) {
        return new Rollouts(deployments, next, revisions, history);
    }

    Rollouts deployments(List<Deployment> next) {
        return new Rollouts(next, fallback, revisions, history);
    }

    /** A new PRIMARY deployment, with its entry in the history. */
    Rollouts started(Deployment next, ServiceRevision revision, ServiceDeployment entry) {
        var former = primary();
        var all = new ArrayList<Deployment>();
        all.add(next);
        all.addAll(deployments);
        var entries = new ArrayList<ServiceDeployment>();
        entries.add(entry);
        entries.addAll(history);
        return new Rollouts(
                        all,
                        former.rollout() == Deployment.RolloutState.COMPLETED ? former : fallback,
                        revisions.plus(revision.id(), revision),
                        entries.subList(0, Math.min(HISTORY, entries.size())))
                .pruned();
    }

    /** Removes revisions that are not referenced any more. */
    Rollouts pruned() {
        var named = new HashSet<String>();
        deployments.forEach(d -> named.add(d.revisionId()));
        if (fallback != null) {
            named.add(fallback.revisionId());
        }
        history.forEach(
                entry -> {
                    named.add(entry.target());
                    named.addAll(entry.sources());
                });
        var unnamed = revisions.keySet().stream().filter(id -> !named.contains(id)).toList();
        return new Rollouts(deployments, fallback, revisions.minusAll(unnamed), history);
    }
}
