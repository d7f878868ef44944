package dev.berth.actors.view;

import dev.berth.domain.observation.TaskObservation;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * What is known of a cluster and never journaled.
 *
 * @param connected the agents that are connected, by instance id
 * @param observations what agents have seen of tasks and instances
 */
public record Ephemeral(PMap<String, Connection> connected, Observations observations) {

    static final Ephemeral NONE = new Ephemeral(HashTreePMap.empty(), Observations.NONE);

    Ephemeral withConnection(String instanceId, Connection connection) {
        return new Ephemeral(connected.plus(instanceId, connection), observations);
    }

    /** Without this connection; another one of the same instance stays. */
    Ephemeral withoutConnection(String instanceId, String session) {
        var held = connected.get(instanceId);
        return held != null && held.session().equals(session)
                ? new Ephemeral(connected.minus(instanceId), observations)
                : this;
    }

    Ephemeral observing(UnaryOperator<Observations> change) {
        var after = change.apply(observations);
        return after == observations ? this : new Ephemeral(connected, after);
    }

    Ephemeral observing(String taskId, UnaryOperator<TaskObservation> change) {
        return observing(seen -> seen.withTask(taskId, change));
    }
}
