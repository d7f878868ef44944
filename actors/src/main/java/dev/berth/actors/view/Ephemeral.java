package dev.berth.actors.view;

import dev.berth.domain.observation.TaskObservation;
import java.util.Collection;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What is known of a cluster and never journaled.
 *
 * @param connected the agents that are connected, by instance id
 * @param lastConnected the last connection of each instance that connected since the server started
 * @param observations what agents have seen of tasks and instances
 */
public record Ephemeral(
        PMap<String, Connection> connected,
        PMap<String, Connection> lastConnected,
        Observations observations) {

    static final Ephemeral NONE =
            new Ephemeral(HashTreePMap.empty(), HashTreePMap.empty(), Observations.NONE);

    Ephemeral withConnection(String instanceId, Connection connection) {
        return new Ephemeral(
                connected.plus(instanceId, connection),
                lastConnected.plus(instanceId, connection),
                observations);
    }

    /** Without this connection; another one of the same instance stays. */
    Ephemeral withoutConnection(String instanceId, String session) {
        var held = connected.get(instanceId);
        return held != null && held.session().equals(session)
                ? new Ephemeral(connected.minus(instanceId), lastConnected, observations)
                : this;
    }

    /** Without the connections of instances that are gone. */
    Ephemeral without(Collection<String> instanceIds) {
        var left = lastConnected.minusAll(instanceIds);
        return left.size() == lastConnected.size()
                ? this
                : new Ephemeral(connected, left, observations);
    }

    Ephemeral observing(UnaryOperator<Observations> change) {
        var after = change.apply(observations);
        return after == observations ? this : new Ephemeral(connected, lastConnected, after);
    }

    Ephemeral observing(String taskId, UnaryOperator<TaskObservation> change) {
        return observing(seen -> seen.withTask(taskId, change));
    }
}
