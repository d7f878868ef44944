package dev.berth.domain.service.plan;

import dev.berth.domain.service.ServiceCommand;
import java.util.List;

/** An action for a service. */
public sealed interface ServiceAction {

    /** Sends a command to the service. */
    record Command(ServiceCommand command) implements ServiceAction {}

    /**
     * Starts tasks of a deployment on any suitable instances.
     *
     * @param zone the required availability zone, or null
     */
    record Start(String deploymentId, int count, Purpose purpose, String zone)
            implements ServiceAction {}

    /** Starts one task of a deployment on each of these instances. */
    record StartOn(String deploymentId, List<String> instanceIds) implements ServiceAction {
        public StartOn {
            instanceIds = List.copyOf(instanceIds);
        }
    }

    /**
     * Requests tasks to stop, as ServiceSchedulerInitiated. Their targets are deregistered first.
     *
     * @param reason their {@code stoppedReason}
     */
    record Stop(List<String> taskIds, StopPurpose purpose, String reason) implements ServiceAction {
        public Stop {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** The purpose of a start, for the event of the service. */
    enum Purpose {
        SCALE,
        REPLACE_UNHEALTHY,
        REBALANCE
    }

    /** The purpose of a stop. */
    enum StopPurpose {
        SCALE_IN,
        DEPLOYMENT,
        UNHEALTHY,
        DRAIN,
        LOST,
        REBALANCE,
        DELETION,
        PLACEMENT
    }
}
