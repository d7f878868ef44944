package dev.berth.agent;

import dev.berth.agent.config.AgentConfigException;
import dev.berth.agent.config.AgentConfigReader;
import dev.berth.agent.config.AgentCredentials;
import dev.berth.agent.server.FatalAgentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code berth agent}: runs the tasks of a cluster on one Docker host. */
@Command(
        name = "berth agent",
        description = "Runs the tasks of a cluster on one Docker host.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.VersionProvider.class,
        sortOptions = false,
        footer = {
            "",
            "A flag goes before an environment variable, that before the configuration file, that"
                    + " before the default. The ECS_… variables of Amazon's agent are understood:"
                    + " ECS_CLUSTER, ECS_DATADIR, ECS_INSTANCE_ATTRIBUTES, ECS_RESERVED_MEMORY,"
                    + " ECS_RESERVED_PORTS, ECS_RESERVED_PORTS_UDP, ECS_CONTAINER_STOP_TIMEOUT,"
                    + " ECS_DYNAMIC_HOST_PORT_RANGE, ECS_AVAILABLE_LOGGING_DRIVERS,"
                    + " ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION, ECS_DISABLE_METRICS,"
                    + " ECS_DISABLE_DOCKER_HEALTH_CHECK.",
            "",
            "Exit codes: 0 and 143 stopped, 1 may work when started again, 2 wrong configuration,"
                    + " 5 will not work when started again."
        })
public final class Main implements Callable<Integer> {
    private static final int WRONG_CONFIGURATION = 2;

    @Spec private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "A configuration file (HOCON).")
    private Path file;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server; else AWS_ENDPOINT_URL, else http://127.0.0.1:7070.")
    private String server;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "CA certificates (PEM), one of which the server's is of; else AWS_CA_BUNDLE, else the JDK's.")
    private String caFile;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description =
                    "The cluster to join; default is made where it is missing, any other must exist.")
    private String cluster;

    @Option(
            names = "--docker-host",
            paramLabel = "URL",
            description = "The Docker host; else DOCKER_HOST, else unix:///var/run/docker.sock.")
    private String dockerHost;

    @Option(
            names = "--allow-shared-engine",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description =
                    "Register although another container instance uses the same Docker Engine.")
    private String allowSharedEngine;

    @Option(
            names = "--advertise-address",
            paramLabel = "ADDRESS",
            description =
                    "Where this host's ports answer; else this machine's address towards the server.")
    private String advertiseAddress;

    @Option(
            names = "--availability-zone",
            paramLabel = "ZONE",
            description = "The zone this host counts to; else the region's first.")
    private String availabilityZone;

    @Option(
            names = "--credentials-file",
            paramLabel = "FILE",
            description =
                    "Keys, as the AWS command line keeps them; else AWS_ACCESS_KEY_ID and so on, else the data folder's.")
    private String credentialsFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder; else BERTH_DATA, else ~/.berth.")
    private String data;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "The folder of this agent's own state; else one in the data folder by cluster and Docker host.")
    private String state;

    @Option(
            names = "--attributes",
            paramLabel = "JSON",
            description = "Attributes of the container instance, as {\"rack\":\"r1\"}.")
    private String attributes;

    @Option(
            names = "--reserved-memory",
            paramLabel = "MIB",
            description = "Memory that tasks do not get.")
    private String reservedMemory;

    @Option(
            names = "--reserved-ports",
            paramLabel = "JSON",
            description = "TCP ports that tasks do not get, as [22,2375].")
    private String reservedPorts;

    @Option(
            names = "--dynamic-host-port-range",
            paramLabel = "RANGE",
            description = "Where host ports are chosen from, as 32768-60999.")
    private String dynamicHostPortRange;

    @Option(
            names = "--stop-timeout",
            paramLabel = "TIME",
            description = "From SIGTERM to SIGKILL where a container says nothing, as 30s.")
    private String stopTimeout;

    @Option(
            names = "--metadata-address",
            paramLabel = "ADDRESS",
            description =
                    "Where containers ask for task metadata, or off; else the gateway of Docker's bridge.")
    private String metadataAddress;

    @Option(
            names = "--introspection-port",
            paramLabel = "PORT",
            description = "Where programs on this machine ask about tasks; 0 for none.")
    private String introspectionPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Where Prometheus on this machine reads figures; 0 for nowhere.")
    private String metricsPort;

    @Option(names = "--log-format", description = "How to log: text or json.")
    private String logFormat;

    @Option(
            names = "--task-cleanup-wait",
            paramLabel = "TIME",
            description = "From the end of a task to the removal of its containers, as 3h.")
    private String taskCleanUpWait;

    /** The error and where the help is, rather than the whole help. */
    private static int usageError(CommandLine.ParameterException failure, String[] arguments) {
        var err = failure.getCommandLine().getErr();
        err.println(failure.getMessage());
        err.println("See: berth agent --help");
        return CommandLine.ExitCode.USAGE;
    }

    public static void main(String[] arguments) {
        // A pending callback must not keep the process alive after its work has ended.
        System.exit(
                new CommandLine(new Main())
                        .setParameterExceptionHandler(Main::usageError)
                        .execute(arguments));
    }

    @Override
    public Integer call() throws InterruptedException {
        try {
            var environment = System.getenv();
            var config = AgentConfigReader.read(flags(), environment, file);
            LogSetup.write(config.logFormat());
            var credentials = AgentCredentials.of(config, environment);
            var agent = new Agent(config, credentials);
            Runtime.getRuntime().addShutdownHook(new Thread(agent::close, "stop"));
            agent.start();
            new CountDownLatch(1).await(); // until a signal comes
            return 0;
        } catch (AgentConfigException e) {
            return refuse(WRONG_CONFIGURATION, e.getMessage());
        } catch (FatalAgentException e) {
            return refuse(e.exitCode(), e.getMessage());
        } catch (IOException e) {
            // The JDK's own file exceptions say what happened with their names alone.
            return refuse(
                    FatalAgentException.RETRY,
                    e.getClass() == IOException.class ? e.getMessage() : e.toString());
        }
    }

    private int refuse(int exitCode, String sentence) {
        spec.commandLine().getErr().println("berth agent: " + sentence);
        return exitCode;
    }

    private Map<String, String> flags() {
        var flags = new LinkedHashMap<String, String>();
        for (var option : spec.options()) {
            if (option.getValue() instanceof String value) {
                flags.put(option.longestName().substring(2), value);
            }
        }
        return flags;
    }

    static final class VersionProvider implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"berth agent " + Version.TEXT};
        }
    }
}
