package dev.berth.cli.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.berth.cli.ecs.EcsServices;
import dev.berth.cli.ecs.ServiceTables;
import dev.berth.cli.text.LiveView;
import dev.berth.cli.text.Terminal;
import dev.berth.protocol.json.AwsJson;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;

/** {@code berth service}: the services of a cluster, or one of them in detail. */
@Command(
        name = "service",
        description = {
            "Show the services of a cluster, or one with its deployments, tasks and events.",
            "Why one is not steady: berth explain service NAME"
        },
        subcommands = {
            ServiceDeploy.class,
            ServiceScale.class,
            ServiceRestart.class,
            ServiceWait.class
        },
        mixinStandardHelpOptions = true)
public final class ServiceSubcommand implements Callable<Integer> {
    private static final Duration INTERVAL = Duration.ofSeconds(1);
    private static final int MOST_STOPPED = 5;

    @Spec private CommandSpec spec;
    @Mixin private ServiceOptions options;

    @Parameters(
            paramLabel = "NAME",
            arity = "0..1",
            description = "a service, by name or ARN; default: all of the cluster")
    private String service;

    @Option(
            names = {"-w", "--watch"},
            description = "repeat every second until interrupted")
    private boolean watch;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "8",
            description = "how many of the latest events; default: ${DEFAULT-VALUE}")
    private int events;

    @Override
    public Integer call() throws Exception {
        var out = spec.commandLine().getOut();
        try (var ecs = options.ecs()) {
            var services = options.services(ecs);
            if (watch) {
                new LiveView(out, Terminal.isPresent()).follow(INTERVAL, () -> written(services));
            }
            out.println(written(services));
        }
        return 0;
    }

    private static ServiceDeployment latest(EcsServices services, Service service)
            throws Exception {
        var arn = service.currentServiceDeployment();
        return arn == null ? null : services.deployment(arn).orElse(null);
    }

    private String written(EcsServices services) throws Exception {
        var tables = new ServiceTables(Instant.now(), Terminal.screen());
        var document = new JsonMapper().createObjectNode();
        if (service == null) {
            var all = services.all();
            var list = document.putArray("services");
            all.forEach(each -> list.add(AwsJson.tree(each)));
            return options.isJson() ? document.toPrettyString() : tables.list(all);
        }
        var one = services.one(service);
        var tasks = services.tasks(one, MOST_STOPPED);
        document.set("service", AwsJson.tree(one));
        var list = document.putArray("tasks");
        tasks.forEach(each -> list.add(AwsJson.tree(each)));
        return options.isJson()
                ? document.toPrettyString()
                : tables.one(one, latest(services, one), tasks, Math.max(0, events));
    }
}
