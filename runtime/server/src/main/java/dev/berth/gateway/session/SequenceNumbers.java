package dev.berth.gateway.session;

import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.Reply;
import dev.berth.domain.instance.InstanceAnswer.SequenceGranted;
import dev.berth.domain.instance.InstanceCommand;
import java.util.concurrent.CompletionStage;

/**
 * The strictly increasing sequence numbers of the payloads and manifests of an instance. They are
 * claimed from the instance in blocks, so that no number is used again after a restart or a
 * reconnect.
 */
final class SequenceNumbers {

    static final int BLOCK = 1_000;

    private long next = 1;
    private long last;

    boolean isEmpty() {
        return next > last;
    }

    long take() {
        return next++;
    }

    void refill(SequenceGranted block) {
        next = block.first();
        last = block.last();
    }

    /** Fails if the instance is no longer registered. */
    static CompletionStage<SequenceGranted> claim(
            ControlPlane plane, String cluster, String instanceId) {
        return plane.askForAgent(
                        AggregateKind.CONTAINER_INSTANCE.at(cluster, instanceId),
                        new InstanceCommand.ReserveSequence(BLOCK))
                .thenApply(
                        reply -> {
                            if (reply instanceof Reply.Done(_, _, SequenceGranted granted)) {
                                return granted;
                            }
                            throw new IllegalStateException(reply.toString());
                        });
    }
}
