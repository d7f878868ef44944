package dev.berth.cli.command;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code berth service wait}: returns when a service is steady. */
@Command(
        name = "wait",
        description = {
            "Wait until a service is steady.",
            "Exit code 1 where its deployment failed or was rolled back, 6 where the time is over."
        },
        mixinStandardHelpOptions = true)
final class ServiceWait implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private ServiceOptions options;

    @Parameters(paramLabel = "NAME", description = "a service, by name or ARN")
    private String service;

    @Mixin private ServiceWaiting waiting;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        try (var ecs = options.ecs()) {
            var services = options.services(ecs);
            var begin = services.one(service);
            var steady =
                    waiting.await(
                            services,
                            begin.serviceName(),
                            begin.currentServiceDeployment(),
                            text -> {
                                if (!options.isJson()) {
                                    out.println(text);
                                    out.flush();
                                }
                            });
            out.println(
                    options.isJson()
                            ? ServiceOptions.json(steady)
                            : "service %s: steady".formatted(steady.serviceName()));
        }
        return 0;
    }
}
