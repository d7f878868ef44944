package dev.berth.domain.cluster;

import static dev.berth.domain.Decision.accept;
import static dev.berth.domain.Decision.nothing;
import static dev.berth.domain.Decision.reject;

import dev.berth.domain.Decider;
import dev.berth.domain.Decision;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.cluster.ClusterCommand.ChangeSettings;
import dev.berth.domain.cluster.ClusterCommand.ChangeTags;
import dev.berth.domain.cluster.ClusterCommand.Create;
import dev.berth.domain.cluster.ClusterCommand.Delete;
import dev.berth.domain.cluster.ClusterCommand.Forget;
import dev.berth.domain.cluster.ClusterEvent.Created;
import dev.berth.domain.cluster.ClusterEvent.Deleted;
import dev.berth.domain.cluster.ClusterEvent.Forgotten;
import dev.berth.domain.cluster.ClusterEvent.SettingsChanged;
import dev.berth.domain.cluster.ClusterEvent.TagsChanged;
import dev.berth.domain.tag.TagChange;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** The rules of a cluster, as in CreateCluster and DeleteCluster of the ECS API. */
public final class ClusterDecider implements Decider<ClusterCommand, ClusterEvent, Cluster> {

    @Override
    public Cluster initial() {
        return new Cluster.Absent();
    }

    @Override
    public Decision<ClusterEvent> decide(Cluster state, ClusterCommand command, Instant now) {
        return switch (state) {
            case Cluster.Absent _ -> whenGone(command, now);
            case Cluster.Forgotten _ -> whenGone(command, now);
            case Cluster.Inactive(var name, _, var deletedAt) ->
                    command instanceof Forget(var before) && deletedAt.isBefore(before)
                            ? accept(new Forgotten(name, now))
                            : whenGone(command, now);
            case Cluster.Active active ->
                    switch (command) {
                        case Create _ -> nothing();
                        case ChangeSettings(var settings) -> change(active, settings);
                        case ChangeTags(var change) ->
                                change.decide(active.tags(), TagsChanged::new);
                        case Delete delete -> delete(delete, now);
                        case Forget _ -> nothing();
                    };
        };
    }

    private static Decision<ClusterEvent> whenGone(ClusterCommand command, Instant now) {
        return switch (command) {
            case Create(var name, var settings, var tags) ->
                    new Decision.Accepted<>(
                            TagChange.after(
                                    new Created(name, settings, now), tags, TagsChanged::new),
                            null);
            case ChangeSettings _ -> reject(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
            case ChangeTags _ -> reject(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
            case Delete _ -> reject(ErrorCode.CLUSTER_NOT_FOUND, "Cluster not found.");
            case Forget _ -> nothing();
        };
    }

    private static Decision<ClusterEvent> change(
            Cluster.Active active, Map<String, String> changed) {
        var settings = new HashMap<>(active.settings());
        settings.putAll(changed);
        return settings.equals(active.settings())
                ? nothing()
                : accept(new SettingsChanged(settings));
    }

    private static Decision<ClusterEvent> delete(Delete delete, Instant now) {
        if (delete.containerInstances() > 0) {
            return reject(
                    ErrorCode.CLUSTER_CONTAINS_CONTAINER_INSTANCES,
                    "The Cluster cannot be deleted while Container Instances are active or draining.");
        }
        if (delete.services() > 0) {
            return reject(
                    ErrorCode.CLUSTER_CONTAINS_SERVICES,
                    "The Cluster cannot be deleted while Services are active.");
        }
        if (delete.tasks() > 0) {
            return reject(
                    ErrorCode.CLUSTER_CONTAINS_TASKS,
                    "The Cluster cannot be deleted while Tasks are active.");
        }
        return accept(new Deleted(now));
    }

    @Override
    public Cluster evolve(Cluster state, ClusterEvent event) {
        return switch (event) {
            case Created(var name, var settings, var at) -> new Cluster.Active(name, settings, at);
            case SettingsChanged(var settings) ->
                    state instanceof Cluster.Active a
                            ? new Cluster.Active(a.name(), settings, a.createdAt(), a.tags())
                            : state;
            case TagsChanged(var change) ->
                    state instanceof Cluster.Active a
                            ? new Cluster.Active(
                                    a.name(), a.settings(), a.createdAt(), change.after(a.tags()))
                            : state;
            case Deleted(var at) ->
                    switch (state) {
                        case Cluster.Active(var name, var settings, _, _) ->
                                new Cluster.Inactive(name, settings, at);
                        case Cluster.Inactive inactive -> inactive;
                        case Cluster.Absent absent -> absent;
                        case Cluster.Forgotten forgotten -> forgotten;
                    };
            case Forgotten(var name, _) -> new Cluster.Forgotten(name);
        };
    }
}
