package dev.berth.ecs.instance;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.wire.ApiException;
import java.util.Map;

/**
 * Refuses a second container instance on one Docker Engine: both would count its CPU and memory,
 * and a fixed host port would be placed twice. Agents say which engine they use; those of Amazon do
 * not.
 */
final class SharedEngines {
    private static final String ENGINE = "berth.docker-engine";
    private static final String SHARED = "berth.shared-docker-engine";

    private final ControlPlaneCalls calls;

    SharedEngines(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    /**
     * @param attributes of the instance that registers
     * @throws ApiException another instance that is not deregistered has the same engine, and the
     *     agent does not say that this is meant
     */
    void check(Map<String, String> attributes, String cluster, String instanceId) {
        var engine = attributes.get(ENGINE);
        if (engine == null || attributes.containsKey(SHARED)) {
            return;
        }
        for (var other : calls.plane().account().clusterNames()) {
            calls.snapshot(other)
                    .registered()
                    .filter(i -> !(other.equals(cluster) && i.instanceId().equals(instanceId)))
                    .filter(i -> engine.equals(i.attributes().get(ENGINE)))
                    .findFirst()
                    .ifPresent(i -> refuse(engine, other, i));
        }
    }

    private void refuse(String engine, String cluster, ContainerInstance.Registered other) {
        throw ApiException.client(
                ("Docker Engine %s is already used by container instance %s of cluster %s. If that"
                                + " agent is gone, deregister its instance (aws ecs"
                                + " deregister-container-instance --force); if both are meant, start"
                                + " this agent with --allow-shared-engine.")
                        .formatted(engine, other.instanceId(), cluster));
    }
}
