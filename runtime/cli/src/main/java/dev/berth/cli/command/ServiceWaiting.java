package dev.berth.cli.command;

import dev.berth.cli.ecs.EcsServices;
import dev.berth.cli.ecs.ServiceOutcome;
import dev.berth.cli.installation.Await;
import dev.berth.cli.outcome.CliException;
import dev.berth.cli.outcome.ExitCode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import picocli.CommandLine.Option;
import software.amazon.awssdk.services.ecs.model.Service;

/** Waits until a service is steady, and says what it waits for whenever that changes. */
final class ServiceWaiting {
    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "600",
            description = "how long to wait; default: ${DEFAULT-VALUE}")
    private int seconds;

    private String told = "";

    /**
     * @param deployment the ARN of the service deployment that must succeed, or null
     * @return the service, steady
     * @throws CliException where the deployment failed or was rolled back, or the time is over
     */
    Service await(
            EcsServices services, String service, String deployment, Consumer<String> progress)
            throws Exception {
        return Await.until(
                        Duration.ofSeconds(seconds),
                        () -> look(services, service, deployment, progress))
                .orElseThrow(
                        () ->
                                new CliException(
                                        ExitCode.NOT_IN_TIME,
                                        "Service %s was not steady within %d s: %s. To see why: berth explain service %s"
                                                .formatted(service, seconds, told, service)));
    }

    private Optional<Service> look(
            EcsServices services, String name, String deployment, Consumer<String> progress)
            throws Exception {
        var service = services.one(name);
        var awaited = deployment == null ? null : services.deployment(deployment).orElse(null);
        return switch (ServiceOutcome.of(service, awaited)) {
            case ServiceOutcome.Steady() -> Optional.of(service);
            case ServiceOutcome.Failed(var reason) ->
                    throw new CliException(
                            ExitCode.FAILED, "Service %s: %s".formatted(name, reason));
            case ServiceOutcome.Waiting(var what) -> {
                if (!what.equals(told)) {
                    told = what;
                    progress.accept("service %s: %s".formatted(name, what));
                }
                yield Optional.empty();
            }
        };
    }
}
