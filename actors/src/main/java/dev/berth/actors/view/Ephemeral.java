package dev.berth.actors.view;

import dev.berth.domain.observation.TaskObservation;
import java.util.function.UnaryOperator;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;

/**
 * The state of a cluster that is never journaled.
 *
 * @param connected the connected agents, by instance id
 * @param observations the observations of tasks and instances that agents reported
 */
public record Ephemeral(PMap<String, Connection> connected, Observations observations) {

    static final Ephemeral NONE = new Ephemeral(HashTreePMap.empty(), Observations.NONE);

    Ephemeral withConnection(String instanceId, Connection connection) {
        return new Ephemeral(connected.plus(instanceId, connection), observations);
    }

    /** The state without this connection. A newer connection of the same instance is kept. */
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
