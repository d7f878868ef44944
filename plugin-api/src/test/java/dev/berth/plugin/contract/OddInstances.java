package dev.berth.plugin.contract;

import java.time.Instant;
import java.util.List;

/** Instances that are possible and that a plugin's author may not have thought of. */
final class OddInstances {
    private OddInstances() {}

    static List<TestInstance> all() {
        return List.of(
                TestInstance.of("usual"),
                TestInstance.of("zoned").withAttribute("ecs.availability-zone", "us-east-1a"),
                TestInstance.of("unvalued")
                        .withAttribute("ecs.availability-zone", "")
                        .withAttribute("odd ☃ name/1", ""),
                TestInstance.of("nothing").withRegistered(0, 0),
                TestInstance.of("shrunk").withRegistered(128, 128).withRemaining(-4096, -4096),
                TestInstance.of("vast").withRegistered(Integer.MAX_VALUE, Integer.MAX_VALUE),
                TestInstance.of("draining").draining(),
                TestInstance.of("away").disconnected(),
                TestInstance.of("idle").withUtilization(0, 0),
                TestInstance.of("hot").withUtilization(1e12, 1e12),
                TestInstance.of("crowded")
                        .withTasks("family:contract", 3_000)
                        .withTasks("service:other", 3_000)
                        .withPortTaken(80),
                TestInstance.of("new").registeredAt(Instant.parse("2099-01-01T00:00:00Z")),
                TestInstance.of("old").registeredAt(Instant.EPOCH));
    }
}
