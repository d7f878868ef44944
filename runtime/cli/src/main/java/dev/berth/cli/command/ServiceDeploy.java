package dev.berth.cli.command;

import dev.berth.cli.ecs.ImageUpdate;
import dev.berth.cli.ecs.TaskId;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth service deploy}: gives it other images. */
@Command(
        name = "deploy",
        description = {
            "Deploy other images: register a revision of the task definition with them and update",
            "the service to it. Refused where the service was changed in the meantime."
        },
        mixinStandardHelpOptions = true)
final class ServiceDeploy implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ServiceOptions options;
    @Mixin private ServiceChange change;

    @Parameters(paramLabel = "NAME", description = "a service, by name or ARN")
    private String service;

    @Option(
            names = "--image",
            paramLabel = "CONTAINER=IMAGE",
            required = true,
            description = "a container of the task definition and its new image")
    private Map<String, String> images;

    @Override
    public Integer call() throws Exception {
        try (var ecs = options.ecs()) {
            var services = options.services(ecs);
            var before = services.one(service);
            var deployed = new ImageUpdate(ecs, before).to(images);
            change.finish(
                    options,
                    services,
                    deployed,
                    deployed.currentServiceDeployment(),
                    "Service %s: %s -> %s"
                            .formatted(
                                    before.serviceName(),
                                    TaskId.name(before.taskDefinition()),
                                    TaskId.name(deployed.taskDefinition())));
        }
        return 0;
    }
}
