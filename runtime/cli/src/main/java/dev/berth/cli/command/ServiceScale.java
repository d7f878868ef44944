package dev.berth.cli.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** {@code berth service scale}: sets how many tasks services keep running. */
@Command(
        name = "scale",
        description = "Set how many tasks services keep running.",
        mixinStandardHelpOptions = true)
final class ServiceScale implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ServiceOptions options;
    @Mixin private ServiceChange change;

    @Parameters(
            paramLabel = "NAME=COUNT",
            arity = "1..*",
            description = "a service and how many tasks it keeps running")
    private Map<String, Integer> counts;

    @Override
    public Integer call() throws Exception {
        for (var count : counts.entrySet()) {
            if (count.getValue() < 0) {
                throw new ParameterException(
                        spec.commandLine(),
                        "%s: expected a count of 0 or more, got %d"
                                .formatted(count.getKey(), count.getValue()));
            }
        }
        try (var ecs = options.ecs()) {
            var services = options.services(ecs);
            for (var count : counts.entrySet()) {
                var before = services.one(count.getKey());
                var scaled =
                        services.update(
                                UpdateServiceRequest.builder()
                                        .service(before.serviceName())
                                        .desiredCount(count.getValue()));
                change.finish(
                        options,
                        services,
                        scaled,
                        null,
                        "Service %s: desired count %d -> %d"
                                .formatted(
                                        before.serviceName(),
                                        before.desiredCount(),
                                        scaled.desiredCount()));
            }
        }
        return 0;
    }
}
