package dev.berth.domain.service;

import dev.berth.domain.Scenario;
import dev.berth.domain.service.DeploymentConfiguration.CircuitBreaker;
import dev.berth.domain.service.DeploymentConfiguration.ThresholdType;
import dev.berth.domain.service.Service.Identity;
import dev.berth.domain.service.ServiceCommand.Start;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** Services that tests begin with. */
public final class Services {

    public static final Instant CREATED = Scenario.NOW.minusSeconds(60);

    /** Trips at three failures for up to six tasks, and rolls back. */
    public static final CircuitBreaker BREAKER =
            new CircuitBreaker(true, true, ThresholdType.BOUNDED_PERCENT, 50, true);

    private Services() {}

    public static Identity identity(SchedulingStrategy strategy) {
        return new Identity("blue", "web", strategy, CREATED, "arn:me", null, "f1");
    }

    public static ServiceSettings settings(DeploymentConfiguration deployment) {
        return ServiceSettings.Change.of(deployment)
                .after(ServiceSettings.defaults(SchedulingStrategy.REPLICA));
    }

    public static ServiceSettings withBreaker() {
        return settings(new DeploymentConfiguration(100, 200, BREAKER));
    }

    public static ServiceRevision revision(int number) {
        return new ServiceRevision("r" + number, "web", number, "EC2", "{}", Map.of(), CREATED);
    }

    public static String deploymentId(int number) {
        return "ecs-svc/" + number;
    }

    public static Start start(int number) {
        return new Start(deploymentId(number), "sd" + number, revision(number), false);
    }

    public static ServiceEvent.Created created(int desired, ServiceSettings settings) {
        return new ServiceEvent.Created(
                identity(SchedulingStrategy.REPLICA),
                settings,
                desired,
                deploymentId(1),
                "sd1",
                revision(1));
    }

    public static ServiceEvent.Created daemon(ServiceSettings settings) {
        return new ServiceEvent.Created(
                identity(SchedulingStrategy.DAEMON),
                settings,
                0,
                deploymentId(1),
                "sd1",
                revision(1));
    }

    public static ServiceEvent.DeploymentBegun begun(int number) {
        return new ServiceEvent.DeploymentBegun(deploymentId(number), CREATED);
    }

    public static ServiceEvent.DeploymentCompleted completed(int number) {
        return new ServiceEvent.DeploymentCompleted(deploymentId(number), CREATED);
    }

    public static ServiceEvent.DeploymentStarted deployed(int number) {
        return new ServiceEvent.DeploymentStarted(
                deploymentId(number), "sd" + number, revision(number), CREATED);
    }

    public static ServiceCommand.CountTasks failed(int deployment, String... tasks) {
        return new ServiceCommand.CountTasks(
                deploymentId(deployment), 0, List.of(), List.of(tasks), List.of(), List.of());
    }

    public static ServiceCommand.CountTasks healthy(int deployment, String... tasks) {
        return new ServiceCommand.CountTasks(
                deploymentId(deployment), 0, List.of(tasks), List.of(), List.of(), List.of());
    }
}
