package dev.berth.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** {@code berth service restart}: starts its tasks anew, within the bounds of its deployments. */
@Command(
        name = "restart",
        description = "Replace all tasks of a service by new ones, as a deployment.",
        mixinStandardHelpOptions = true)
final class ServiceRestart implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ServiceOptions options;
    @Mixin private ServiceChange change;

    @Parameters(paramLabel = "NAME", description = "a service, by name or ARN")
    private String service;

    @Override
    public Integer call() throws Exception {
        try (var ecs = options.ecs()) {
            var services = options.services(ecs);
            var name = services.one(service).serviceName();
            var restarted =
                    services.update(
                            UpdateServiceRequest.builder().service(name).forceNewDeployment(true));
            change.finish(
                    options,
                    services,
                    restarted,
                    restarted.currentServiceDeployment(),
                    "Service %s: a new deployment started.".formatted(name));
        }
        return 0;
    }
}
