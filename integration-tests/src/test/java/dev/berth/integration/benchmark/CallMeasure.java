package dev.berth.integration.benchmark;

import dev.berth.integration.fleet.FleetOptions;
import dev.berth.integration.fleet.KeyFile;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.testbed.Await;
import dev.berth.protocol.client.AwsJsonClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Durable placements per second through RunTask of ten, signed, over HTTP, from this process to a
 * server in a second, whose instances live in a third.
 */
final class CallMeasure {
    private static final String CLUSTER = "default";
    private static final Duration CONNECT = Duration.ofMinutes(5);
    private static final Duration RUN = Duration.ofMinutes(2);

    private CallMeasure() {}

    public static void main(String[] arguments) throws Exception {
        var size = Size.parse(arguments);
        Lines.title("RunTask of 10 over HTTP: " + size + ", default placement");
        var programs =
                new Programs(Files.createTempDirectory(Path.of("").toAbsolutePath(), "call-"));
        try (var server = programs.server();
                var http =
                        new AwsJsonClient(
                                server.endpoint(),
                                "us-east-1",
                                new Keys(server)::get,
                                "berth-benchmark")) {
            var calls = new Calls(http, CLUSTER, size);
            calls.createCluster();
            try (var fleet = programs.fleet(options(server, size))) {
                measure(size, server, fleet, calls);
            }
        }
        System.exit(0);
    }

    private record Keys(Programs.Server server) {
        dev.berth.protocol.sigv4.Credentials get() {
            try {
                return KeyFile.read(server.credentials());
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    private static FleetOptions options(Programs.Server server, Size size) {
        return FleetOptions.of(server.endpoint(), server.credentials(), CLUSTER, size.instances())
                .zones(Size.ZONES)
                .resources(Size.INSTANCE_CPU, Size.INSTANCE_MEMORY);
    }

    private static void measure(Size size, Programs.Server server, FakeAgents fleet, Calls calls)
            throws Exception {
        connect(size, server, fleet);
        calls.register("warm");
        calls.register("measured");
        calls.listClusters(Duration.ofSeconds(3));
        calls.runTasks("warm", size.warmUp() / Size.TASKS_PER_REQUEST);
        awaitReports(fleet, size.warmUp());

        var lists = calls.listClusters(Duration.ofSeconds(3));
        fleet.forgetTimes();
        var used = new Used(server, fleet);
        var run = calls.runTasks("measured", size.requests());
        var placed = used.since();
        var lag = System.nanoTime();
        awaitReports(fleet, size.warmUp() + size.tasks());
        var allSeconds = run.pace().secondsSinceBegin();
        var lagSeconds = (System.nanoTime() - lag) / 1e9;
        var ran = used.since();

        var pace = run.pace();
        Lines.pace(
                "durable placements",
                pace,
                Lines.ratio("aim of 1,000/s", pace.perSecond() / 1_000),
                size.callers() + " callers");
        Lines.line(
                "placed and RUNNING, until the last",
                Lines.rate(size.tasks() / allSeconds),
                "the last report %s after the last answer".formatted(Lines.seconds(lagSeconds)));
        Lines.line(
                "ListClusters, as many callers",
                Lines.rate(lists.perSecond()),
                Lines.ratio(
                        "RunTask calls",
                        pace.perSecond() / Size.TASKS_PER_REQUEST / lists.perSecond()));
        Lines.line(
                "time of a call, p50 and p99",
                Lines.millis(run.callMillis(50)),
                Lines.millis(run.callMillis(99)));
        var running = calls.timesToRunning(run);
        Lines.line(
                "from the call to RUNNING, p50 and p99",
                Lines.millis(running.getValueAtPercentile(50)),
                Lines.millis(running.getValueAtPercentile(99)));
        var figures = fleet.figures();
        Lines.line(
                "from payload to report, p50 and p99",
                Lines.millis(figures.path("payloadToRunningP50Millis").asDouble()),
                Lines.millis(figures.path("payloadToRunningP99Millis").asDouble()));
        Lines.line("CPU until the last is placed", placed.total(), placed.each());
        Lines.line("CPU until the last is RUNNING", ran.total(), ran.each());
        Lines.line(
                "peak memory of server and fleet",
                Machine.peakMemory(server.process().pid()) + " MiB",
                Machine.peakMemory(fleet.process().pid()) + " MiB");
    }

    private static void connect(Size size, Programs.Server server, FakeAgents fleet) {
        var begun = System.nanoTime();
        Await.until("the fleet to connect", CONNECT, () -> fleet.connected() == size.instances());
        Lines.line(
                "instances connected",
                Lines.seconds((System.nanoTime() - begun) / 1e9),
                new Used(server, fleet).sinceStart().each());
    }

    private static void awaitReports(FakeAgents fleet, int number) {
        Await.until(
                "all tasks to be reported RUNNING",
                RUN,
                () -> fleet.figures().path("reports").asInt() >= number);
    }

    /** CPU seconds of server, client (this process) and fake agents. */
    private record Cpu(double server, double client, double fleet) {
        String total() {
            return Lines.seconds(server + client + fleet);
        }

        String each() {
            return "server %s, client %s, agents %s"
                    .formatted(Lines.seconds(server), Lines.seconds(client), Lines.seconds(fleet));
        }
    }

    private static final class Used {
        private final long server;
        private final long fleet;
        private final Cpu before;

        Used(Programs.Server server, FakeAgents fleet) {
            this.server = server.process().pid();
            this.fleet = fleet.process().pid();
            this.before = sinceStart();
        }

        Cpu sinceStart() {
            return new Cpu(
                    Machine.cpuSeconds(server), Machine.ownCpuSeconds(), Machine.cpuSeconds(fleet));
        }

        Cpu since() {
            var now = sinceStart();
            return new Cpu(
                    now.server() - before.server(),
                    now.client() - before.client(),
                    now.fleet() - before.fleet());
        }
    }
}
