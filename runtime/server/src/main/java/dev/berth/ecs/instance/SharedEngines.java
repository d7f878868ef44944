package dev.berth.ecs.instance;

import dev.berth.domain.instance.ContainerInstance;
import dev.berth.ecs.ControlPlaneCalls;
import dev.berth.wire.ApiException;
import java.util.Map;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * Refuses a second container instance on one Docker Engine, because both would count its CPU and
 * memory, and a fixed host port could be placed twice. Berth's agents report their engine; Amazon's
 * agents do not.
 */
final class SharedEngines {
    private static final String ENGINE = "berth.docker-engine";
    private static final String SHARED = "berth.shared-docker-engine";

    private final ControlPlaneCalls calls;

    /**
     * The registrations of an engine are processed one after the other, so that each sees the
     * previous ones.
     */
    private final Lock[] locks = Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

    SharedEngines(ControlPlaneCalls calls) {
        this.calls = calls;
    }

    /**
     * Registers an instance, unless another registered instance has the same engine and the agent
     * does not allow it.
     *
     * @param attributes of the new instance
     * @param registration returns when the view shows the instance
     * @throws ApiException if the engine is in use
     */
    void register(
            Map<String, String> attributes,
            String cluster,
            String instanceId,
            Runnable registration) {
        var engine = attributes.get(ENGINE);
        if (engine == null) {
            registration.run();
            return;
        }
        var lock = locks[Math.floorMod(engine.hashCode(), locks.length)];
        lock.lock();
        try {
            if (!attributes.containsKey(SHARED)) {
                check(engine, cluster, instanceId);
            }
            registration.run();
        } finally {
            lock.unlock();
        }
    }

    private void check(String engine, String cluster, String instanceId) {
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
                                + " deregister-container-instance --force); to run both on purpose, start"
                                + " this agent with --allow-shared-engine.")
                        .formatted(engine, other.instanceId(), cluster));
    }
}
