package dev.berth.query;

import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.HostPort;
import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.cluster.Utilization;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** An instance as the tests of the language see it. */
record SeenInstance(
        boolean isAgentConnected,
        Optional<String> agentVersion,
        Optional<String> ec2InstanceId,
        Instant registeredAt,
        Map<String, String> attributes,
        int runningTasksCount,
        Map<String, Integer> tasksByGroup)
        implements Instance {

    static SeenInstance with(Map<String, String> attributes) {
        return new SeenInstance(
                true,
                Optional.of("1.90.0"),
                Optional.of("i-abcd1234"),
                Instant.parse("2018-06-18T22:28:28.5Z"),
                attributes,
                3,
                Map.of("service:production", 2, "family:web", 1));
    }

    static SeenInstance bare() {
        return new SeenInstance(
                false, Optional.empty(), Optional.empty(), Instant.EPOCH, Map.of(), 0, Map.of());
    }

    @Override
    public String id() {
        return "0123456789abcdef0123456789abcdef";
    }

    @Override
    public boolean isActive() {
        return true;
    }

    @Override
    public Capacity registered() {
        return new Capacity(2048, 4096);
    }

    @Override
    public Capacity remaining() {
        return registered();
    }

    @Override
    public boolean isFree(HostPort port) {
        return true;
    }

    @Override
    public int pendingTasksCount() {
        return 0;
    }

    @Override
    public int tasksOfGroup(String group) {
        return tasksByGroup.getOrDefault(group, 0);
    }

    @Override
    public int tasksOfFamily(String family) {
        return 0;
    }

    @Override
    public Optional<Utilization> utilization() {
        return Optional.empty();
    }
}
