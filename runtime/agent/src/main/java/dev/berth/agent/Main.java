package dev.berth.agent;

import dev.berth.agent.config.AgentConfigException;
import dev.berth.agent.config.AgentConfigReader;
import dev.berth.agent.config.AgentCredentials;
import dev.berth.agent.connection.FatalAgentException;
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
            "Precedence: flag, environment variable, configuration"
                    + " file, default. The ECS_… variables of Amazon's agent are supported:"
                    + " ECS_CLUSTER, ECS_DATADIR, ECS_INSTANCE_ATTRIBUTES, ECS_RESERVED_MEMORY,"
                    + " ECS_RESERVED_PORTS, ECS_RESERVED_PORTS_UDP, ECS_CONTAINER_STOP_TIMEOUT,"
                    + " ECS_DYNAMIC_HOST_PORT_RANGE, ECS_AVAILABLE_LOGGING_DRIVERS,"
                    + " ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION, ECS_DISABLE_METRICS,"
                    + " ECS_DISABLE_DOCKER_HEALTH_CHECK.",
            "",
            "Exit codes: 0 and 143 stopped, 1 failed, a restart may succeed, 2 wrong configuration,"
                    + " 5 failed, a restart will not succeed."
        })
public final class Main implements Callable<Integer> {
    private static final int WRONG_CONFIGURATION = 2;

    @Spec private CommandSpec spec;

    @Option(names = "--config", paramLabel = "FILE", description = "A configuration file (HOCON).")
    private Path file;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server. Default: AWS_ENDPOINT_URL, or else http://127.0.0.1:7070.")
    private String server;

    @Option(
            names = "--ca-file",
            paramLabel = "FILE",
            description =
                    "CA certificates (PEM) for the server. Default: AWS_CA_BUNDLE, or else those of the JDK.")
    private String caFile;

    @Option(
            names = "--cluster",
            paramLabel = "NAME",
            description =
                    "The cluster to join. The cluster default is created if necessary; any other must exist.")
    private String cluster;

    @Option(
            names = "--docker-host",
            paramLabel = "URL",
            description =
                    "The Docker host. Default: DOCKER_HOST, or else unix:///var/run/docker.sock.")
    private String dockerHost;

    @Option(
            names = "--allow-shared-engine",
            arity = "0..1",
            fallbackValue = "true",
            paramLabel = "true|false",
            description =
                    "Register even if another container instance uses the same Docker Engine.")
    private String allowSharedEngine;

    @Option(
            names = "--advertise-address",
            paramLabel = "ADDRESS",
            description =
                    "Address of this host's ports. Default: this machine's address on the connection to the server.")
    private String advertiseAddress;

    @Option(
            names = "--availability-zone",
            paramLabel = "ZONE",
            description = "Availability zone of this host. Default: the first zone of the region.")
    private String availabilityZone;

    @Option(
            names = "--credentials-file",
            paramLabel = "FILE",
            description =
                    "Access key, in the format of the AWS CLI. Default: AWS_ACCESS_KEY_ID etc., or else the key in the data folder.")
    private String credentialsFile;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data folder. Default: BERTH_DATA, or else ~/.berth.")
    private String data;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description =
                    "The folder of this agent's state. Default: a folder in the data folder, by cluster and Docker host.")
    private String state;

    @Option(
            names = "--attributes",
            paramLabel = "JSON",
            description = "Attributes of the container instance, such as {\"rack\":\"r1\"}.")
    private String attributes;

    @Option(
            names = "--reserved-memory",
            paramLabel = "MIB",
            description = "Memory (MiB) that is not available to tasks.")
    private String reservedMemory;

    @Option(
            names = "--reserved-ports",
            paramLabel = "JSON",
            description = "TCP ports that are not available to tasks, such as [22,2375].")
    private String reservedPorts;

    @Option(
            names = "--dynamic-host-port-range",
            paramLabel = "RANGE",
            description = "Range of dynamic host ports, such as 32768-60999.")
    private String dynamicHostPortRange;

    @Option(
            names = "--stop-timeout",
            paramLabel = "TIME",
            description =
                    "Time between SIGTERM and SIGKILL if a container has no stopTimeout, such as 30s.")
    private String stopTimeout;

    @Option(
            names = "--metadata-address",
            paramLabel = "ADDRESS",
            description =
                    "Address of the task metadata endpoint, or off. Default: the gateway of Docker's bridge.")
    private String metadataAddress;

    @Option(
            names = "--introspection-port",
            paramLabel = "PORT",
            description = "Port of the introspection endpoint; 0 disables it.")
    private String introspectionPort;

    @Option(
            names = "--metrics-port",
            paramLabel = "PORT",
            description = "Port of /metrics for Prometheus; 0 disables it.")
    private String metricsPort;

    @Option(names = "--log-format", description = "How to log: text or json.")
    private String logFormat;

    @Option(
            names = "--task-cleanup-wait",
            paramLabel = "TIME",
            description =
                    "Time from the end of a task to the removal of its containers, such as 3h.")
    private String taskCleanUpWait;

    /** Prints the error and the help command instead of the whole help. */
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
            // The file exceptions of the JDK have no message except the file name.
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
