package dev.berth.cli.command;

import dev.berth.cli.docker.DockerHost;
import dev.berth.cli.ecs.EcsApi;
import dev.berth.cli.ecs.SampleService;
import dev.berth.cli.installation.Hint;
import dev.berth.cli.text.Steps;
import java.net.URI;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What bin/quickstart does once Java, the build, Docker and the sample image are there. */
@Command(name = "quickstart", hidden = true, mixinStandardHelpOptions = true)
public final class QuickstartCommand implements Callable<Integer> {
    @Spec private CommandSpec spec;
    @Mixin private DataOption data;

    @Option(names = "--docker-host", defaultValue = "unix:///var/run/docker.sock")
    private URI dockerHost;

    @Option(names = "--image", required = true)
    private String image;

    @Option(
            names = "--begun",
            required = true,
            description = "seconds since 1970 when the quick start began")
    private double begun;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        var steps = new Steps(out);
        var folder = data.folder();
        var docker = new DockerHost(dockerHost);
        var up =
                steps.take(
                        () -> UpCommand.withDefaults(folder, docker),
                        o ->
                                "server %s and agent %s"
                                        .formatted(
                                                o.server().endpoint(),
                                                o.isServerNew() || o.isAgentNew()
                                                        ? "up"
                                                        : "run already"));
        try (var ecs = EcsApi.of(up.server(), folder.credentials())) {
            var sample = new SampleService(ecs, image);
            var definition = steps.take(sample::definition, d -> "task definition " + d.name());
            var service = steps.take(() -> sample.service(definition), SampleService.Running::text);
            var tasks = service.tasks();
            if (service.isNew()) {
                tasks =
                        steps.take(
                                        () -> sample.heal(service, docker),
                                        h ->
                                                "task %s killed, replaced by %s"
                                                        .formatted(h.killed(), h.replacement()))
                                .tasks();
            }
            var serving = tasks;
            var page =
                    steps.take(
                            () -> sample.fetch(serving),
                            p -> p.url() + " answers \"" + p.title() + "\"");
            steps.line("all of it", System.currentTimeMillis() / 1000.0 - begun);
            out.printf(
                    """

                    Next, copy what you like:
                      curl %s
                      eval "$(%s)"            # then any AWS tool works, such as
                      aws ecs describe-services --services sample
                      %s        # its tasks and events; add --watch
                      %s
                      %s        # stops the sample, the agent and the server
                    """,
                    page.url(),
                    Hint.of(folder, "env"),
                    Hint.of(folder, "service sample"),
                    Hint.of(folder, "service scale sample=3"),
                    Hint.of(folder, "down --stop-tasks"));
        }
        return 0;
    }
}
