package dev.berth.agent.task.limit;

import dev.berth.agent.docker.ContainerDocument;
import dev.berth.protocol.agent.payload.PayloadContainer;
import dev.berth.protocol.agent.payload.PayloadTask;

/**
 * One gate for containers on a bridge and one for all others. The setup of a bridge is the serial
 * part of Docker's start, so the two kinds have different optimal limits.
 */
public final class StartGates {
    private static final int BRIDGE_STARTS = 8;
    private static final int OTHER_STARTS = 4;

    private final StartGate bridge = new StartGate(StartLimit.startingAt(BRIDGE_STARTS));
    private final StartGate other = new StartGate(StartLimit.startingAt(OTHER_STARTS));

    public StartGate of(PayloadTask task, PayloadContainer container) {
        return ContainerDocument.publishesPorts(task, container) ? bridge : other;
    }
}
