package dev.berth.cli.ecs;

import dev.berth.cli.text.Cell;
import dev.berth.cli.text.Colour;
import java.util.Optional;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/** How far a service is from what is wanted of it, in a few words. */
public enum ServiceState {
    STEADY("steady", Colour.GREEN),
    ROLLING_OUT("rolling out", Colour.YELLOW),
    ROLLING_BACK("rolling back", Colour.RED),
    DEPLOYMENT_FAILED("deployment failed", Colour.RED),
    STARTING_TASKS("starting tasks", Colour.YELLOW),
    STOPPING_TASKS("stopping tasks", Colour.YELLOW),
    DRAINING("draining", Colour.YELLOW),
    INACTIVE("inactive", Colour.NONE);

    private final String words;
    private final Colour colour;

    ServiceState(String words, Colour colour) {
        this.words = words;
        this.colour = colour;
    }

    public static ServiceState of(Service service) {
        if (!"ACTIVE".equals(service.status())) {
            return "DRAINING".equals(service.status()) ? DRAINING : INACTIVE;
        }
        var primary = primary(service);
        if (primary.filter(ServiceState::hasFailed).isPresent()) {
            return DEPLOYMENT_FAILED;
        }
        if (primary.filter(each -> isIn(each, "IN_PROGRESS")).isPresent()) {
            return service.deployments().stream().anyMatch(ServiceState::hasFailed)
                    ? ROLLING_BACK
                    : ROLLING_OUT;
        }
        if (service.deployments().size() > 1) {
            return STOPPING_TASKS;
        }
        var running = number(service.runningCount());
        var desired = number(service.desiredCount());
        if (running < desired) {
            return STARTING_TASKS;
        }
        return running > desired || number(service.pendingCount()) > 0 ? STOPPING_TASKS : STEADY;
    }

    /**
     * The same, where its latest service deployment is known.
     *
     * @param deployment or null
     */
    static ServiceState of(Service service, ServiceDeployment deployment) {
        var state = of(service);
        return state == ROLLING_OUT
                        && deployment != null
                        && "ROLLBACK_IN_PROGRESS".equals(deployment.statusAsString())
                ? ROLLING_BACK
                : state;
    }

    /** The deployment that the service is to run; empty once it is inactive. */
    static Optional<Deployment> primary(Service service) {
        return service.deployments().stream()
                .filter(each -> "PRIMARY".equals(each.status()))
                .findFirst();
    }

    static boolean hasFailed(Deployment deployment) {
        return isIn(deployment, "FAILED");
    }

    static boolean isIn(Deployment deployment, String rollout) {
        return rollout.equals(deployment.rolloutStateAsString());
    }

    static int number(Integer count) {
        return count == null ? 0 : count;
    }

    Cell cell() {
        return new Cell(words, colour);
    }

    @Override
    public String toString() {
        return words;
    }
}
