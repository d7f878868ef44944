package dev.berth.integration.service;

import dev.berth.integration.testbed.DockerHost.Direction;
import java.util.EnumSet;
import java.util.Set;

/** How a Docker host is cut off from the server. */
enum Partition {
    AGENT_TO_SERVER(EnumSet.of(Direction.OUTBOUND)),
    SERVER_TO_AGENT(EnumSet.of(Direction.INBOUND)),
    BOTH(EnumSet.allOf(Direction.class));

    final Set<Direction> directions;

    Partition(Set<Direction> directions) {
        this.directions = directions;
    }
}
