package dev.berth.domain.placement;

import dev.berth.domain.instance.ContainerInstance.Status;
import dev.berth.domain.instance.Ledger;
import dev.berth.domain.instance.Reservation;
import dev.berth.plugin.cluster.Capacity;
import dev.berth.plugin.cluster.HostPort;
import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.cluster.Utilization;
import dev.berth.plugin.placement.TaskToPlace;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The free resources of one instance during placement passes. Used by one thread at a time. */
final class Room implements Instance {

    private final Offer offer;
    private final Ledger ledger;
    private final Function<String, Optional<Utilization>> utilization;
    private final Map<String, Integer> tasksByGroup = new HashMap<>();
    private final Map<String, Integer> tasksByFamily = new HashMap<>();
    private int running;
    private int pending;

    /**
     * @param utilization what an instance's tasks use now
     */
    Room(Offer offer, Function<String, Optional<Utilization>> utilization) {
        this.offer = offer;
        this.utilization = utilization;
        var instance = offer.instance();
        ledger =
                new Ledger(instance.resources(), instance.reservations().minusAll(offer.stopped()));
        for (var task : offer.tasks()) {
            count(task.family(), task.group(), task.ending() ? 0 : 1);
            running += task.running() ? 1 : 0;
            pending += task.running() ? 0 : 1;
        }
        for (var task : offer.decided()) {
            count(task.family(), task.group(), 1);
            pending++;
            if (!ledger.holds(task.reservation().taskId())) {
                ledger.grant(task.reservation());
            }
        }
        ledger.occupy(offer.boundPorts());
    }

    Offer offer() {
        return offer;
    }

    Ledger ledger() {
        return ledger;
    }

    void take(TaskToPlace task, Reservation need) {
        if (!ledger.holds(need.taskId())) {
            ledger.grant(need);
        }
        count(task.family(), task.group(), 1);
        pending++;
    }

    /** Undoes {@link #take} for a task that had no reservation before. */
    void giveBack(TaskToPlace task, Reservation need) {
        ledger.revoke(need);
        count(task.family(), task.group(), -1);
        pending--;
    }

    private void count(String family, String group, int change) {
        if (change == 0) {
            return;
        }
        tasksByFamily.merge(family, change, Room::sum);
        tasksByGroup.merge(group, change, Room::sum);
    }

    private static Integer sum(int before, int change) {
        return before + change == 0 ? null : Integer.valueOf(before + change);
    }

    @Override
    public String id() {
        return offer.instanceId();
    }

    @Override
    public boolean isActive() {
        return offer.instance().status() == Status.ACTIVE;
    }

    @Override
    public boolean isAgentConnected() {
        return offer.connected();
    }

    @Override
    public Optional<String> agentVersion() {
        return Optional.ofNullable(offer.agentVersion());
    }

    /** Hosts have no EC2 instance id: the identity document is ignored. */
    @Override
    public Optional<String> ec2InstanceId() {
        return Optional.empty();
    }

    @Override
    public Instant registeredAt() {
        return offer.instance().registeredAt();
    }

    @Override
    public Map<String, String> attributes() {
        return offer.instance().attributes();
    }

    @Override
    public Capacity registered() {
        var resources = offer.instance().resources();
        return new Capacity(resources.cpu(), resources.memory());
    }

    @Override
    public Capacity remaining() {
        return new Capacity(ledger.cpu(), ledger.memory());
    }

    @Override
    public boolean isFree(HostPort port) {
        return !ledger.isTaken(HostPorts.of(port));
    }

    @Override
    public int runningTasksCount() {
        return running;
    }

    @Override
    public int pendingTasksCount() {
        return pending;
    }

    @Override
    public int tasksOfGroup(String group) {
        return tasksByGroup.getOrDefault(group, 0);
    }

    @Override
    public int tasksOfFamily(String family) {
        return tasksByFamily.getOrDefault(family, 0);
    }

    @Override
    public Map<String, Integer> tasksByGroup() {
        return Collections.unmodifiableMap(tasksByGroup);
    }

    @Override
    public Optional<Utilization> utilization() {
        return utilization.apply(id());
    }
}
