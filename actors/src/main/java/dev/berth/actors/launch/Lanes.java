package dev.berth.actors.launch;

import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.entity.EntityAddress;
import dev.berth.actors.view.ClusterSnapshot;
import dev.berth.domain.placement.Placing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * The lanes of one launcher: one for each scheduler, identified by the names of its strategies.
 * Their number is limited: an idle lane is replaced by a new one.
 */
final class Lanes {

    private static final int MAX_LANES = 16;
    private static final String TARGETED = "";

    private final Supplier<Lane> newLane;
    private final Map<String, Lane> byName = new LinkedHashMap<>(16, 0.75f, true);
    private final List<Lane> all = new CopyOnWriteArrayList<>();

    Lanes(Supplier<Lane> newLane) {
        this.newLane = newLane;
    }

    Lane of(LaunchRequest request) {
        var name = name(request);
        var lane = byName.get(name);
        if (lane == null) {
            dropAnIdleOne();
            lane = newLane.get();
            byName.put(name, lane);
            all.add(lane);
        }
        return lane;
    }

    private static String name(LaunchRequest request) {
        return request.instanceId() != null
                ? TARGETED
                : request.placing().strategies().stream()
                        .map(Placing.Strategy::type)
                        .collect(Collectors.joining(",", "by ", ""));
    }

    private void dropAnIdleOne() {
        if (byName.size() >= MAX_LANES) {
            byName.values().stream()
                    .filter(Lane::isIdle)
                    .findFirst()
                    .ifPresent(
                            idle -> {
                                byName.values().remove(idle);
                                all.remove(idle);
                            });
        }
    }

    boolean has(Lane lane) {
        return all.contains(lane);
    }

    /** The instance has changed. May be called in any thread. */
    void changed(String instanceId) {
        all.forEach(lane -> lane.changed(instanceId));
    }

    /** The view has changed. Called in the view's thread. */
    void changed(EntityAddress<?> address, ClusterSnapshot snapshot) {
        if (address.kind() == AggregateKind.TASK) {
            snapshot.task(address.localId()).ifPresent(task -> changed(task.spec().instanceId()));
        } else if (address.kind() == AggregateKind.CONTAINER_INSTANCE) {
            changed(address.localId());
        }
    }

    /** Discards the resolved plugins after a change of plugins. Called in the launcher's thread. */
    void forgetPlugins() {
        all.forEach(Lane::pluginsChanged);
    }
}
