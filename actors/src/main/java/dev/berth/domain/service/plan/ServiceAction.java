package dev.berth.domain.service.plan;

import dev.berth.domain.service.ServiceCommand;
import java.util.List;

/** What a service needs now. */
public sealed interface ServiceAction {

    /** Gives the service a command. */
    record Command(ServiceCommand command) implements ServiceAction {}

    /**
     * Starts tasks of a deployment wherever they fit.
     *
     * @param zone the availability zone that they must go to, or null
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
     * Asks tasks to stop, as ServiceSchedulerInitiated. Their targets are deregistered first.
     *
     * @param reason their {@code stoppedReason}
     */
    record Stop(List<String> taskIds, StopPurpose purpose, String reason) implements ServiceAction {
        public Stop {
            taskIds = List.copyOf(taskIds);
        }
    }

    /** What a start is for; the event of the service says so. */
    enum Purpose {
        SCALE,
        REPLACE_UNHEALTHY,
        REBALANCE
    }

    /** What a stop is for. */
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
