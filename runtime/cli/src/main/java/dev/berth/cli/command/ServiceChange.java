package dev.berth.cli.command;

import dev.berth.cli.ecs.EcsServices;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * What the commands that change a service have in common: to wait, and to print what came of it.
 */
final class ServiceChange {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(names = "--wait", description = "return when the service is steady again")
    private boolean wait;

    @Mixin private ServiceWaiting waiting;

    /**
     * @param deployment the ARN of the service deployment that the change started, or null
     */
    void finish(
            ServiceOptions options,
            EcsServices services,
            Service changed,
            String deployment,
            String sentence)
            throws Exception {
        var out = spec.commandLine().getOut();
        say(options, out, sentence);
        var shown = changed;
        if (wait) {
            shown =
                    waiting.await(
                            services,
                            changed.serviceName(),
                            deployment,
                            text -> say(options, out, text));
            say(options, out, "service %s: steady".formatted(changed.serviceName()));
        }
        if (options.isJson()) {
            out.println(ServiceOptions.json(shown));
        }
    }

    private static void say(ServiceOptions options, PrintWriter out, String text) {
        if (!options.isJson()) {
            out.println(text);
            out.flush();
        }
    }
}
