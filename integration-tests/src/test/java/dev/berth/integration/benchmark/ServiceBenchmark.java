package dev.berth.integration.benchmark;

import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.BusyboxImage;
import dev.berth.integration.testbed.DockerHost;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * {@code bin/bench service}: services of Berth and of Docker Swarm mode on one Docker Engine, in
 * turns. Times end with the event of the Docker Engine that completes what was asked for, and again
 * when the peer says that it is done.
 */
final class ServiceBenchmark {
    private static final String USAGE =
            """
            usage: bin/bench service [--short] [--rounds NUMBER] [OPTION NUMBER]...
              --rounds NUMBER   how often each peer is measured, in turns (5)
              --tasks NUMBER    containers of a service that is created and updated (20)
              --healed NUMBER   containers of the service of which some are killed (50)
              --killed NUMBER   how many of them (10)
              --short           one round""";

    private static final Duration DEADLINE = Duration.ofMinutes(3);
    private static final long BETWEEN_QUESTIONS = Duration.ofMillis(20).toNanos();

    /** A time in seconds: until the containers run, and until the peer says so. */
    private record Times(double running, double done) {}

    private final DockerHost host;
    private final Map<String, Integer> options;
    private final Map<String, Map<String, List<Times>>> results = new LinkedHashMap<>();
    private final Map<String, List<Double>> cpu = new LinkedHashMap<>();
    private int services;

    private ServiceBenchmark(DockerHost host, Map<String, Integer> options) {
        this.host = host;
        this.options = options;
    }

    public static void main(String[] arguments) throws Exception {
        Map<String, Integer> options;
        try {
            options = options(arguments);
        } catch (IllegalArgumentException e) {
            System.err.println("bin/bench service: " + e.getMessage() + "\n" + USAGE);
            System.exit(2);
            return;
        }
        System.out.println(Machine.describe());
        var folder =
                Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "benchmark").toAbsolutePath()),
                        "service-");
        try (var bench = Bench.claim()) {
            var host = bench.swarmHost("a");
            new ServiceBenchmark(host, options).run(folder);
        }
        System.exit(0);
    }

    private static Map<String, Integer> options(String[] arguments) {
        var given = new ArrayList<>(List.of(arguments));
        var isShort = given.remove("--short");
        var options = new LinkedHashMap<String, Integer>();
        options.put("rounds", isShort ? 1 : 5);
        options.put("tasks", 20);
        options.put("healed", 50);
        options.put("killed", 10);
        Size.options(given)
                .forEach(
                        (name, value) -> {
                            if (options.replace(name, Integer.valueOf(value)) == null) {
                                throw new IllegalArgumentException("there is no option --" + name);
                            }
                        });
        return options;
    }

    private void run(Path folder) throws Exception {
        var image = host.client().inspectImageCmd(BusyboxImage.NAME).exec().getId();
        var engine = Machine.memory(host.pid());
        try (var swarm = SwarmPeer.start(host, image);
                var berth = BerthPeer.start(folder, host, image)) {
            for (int round = 0; round < options.get("rounds"); round++) {
                for (var peer : List.of(berth, swarm)) {
                    measure(peer);
                }
            }
            print();
            Lines.line(
                    "resident memory",
                    berth.memory().getFirst() + " MiB",
                    "server; agent " + berth.memory().getLast() + " MiB",
                    "dockerd %d MiB before Swarm mode, %d MiB now"
                            .formatted(engine, Machine.memory(host.pid())));
        }
    }

    private void measure(ServicePeer peer) throws Exception {
        var tasks = options.get("tasks");
        try (var recorder = new ContainerRecorder(host.client(), peer.name())) {
            var service = "s" + ++services;
            time(
                    "create",
                    peer,
                    recorder,
                    service,
                    () -> peer.create(service, tasks),
                    of(1, tasks));
            time(
                    "update, two at a time",
                    peer,
                    recorder,
                    service,
                    () -> peer.update(service, 2, 2),
                    of(2, tasks));
            time(
                    "update, all at once",
                    peer,
                    recorder,
                    service,
                    () -> peer.update(service, 3, 0),
                    of(3, tasks));
            peer.remove(service);
            recorder.await(Map::isEmpty, DEADLINE);
            heal(peer, recorder);
        }
    }

    private void heal(ServicePeer peer, ContainerRecorder recorder) throws Exception {
        var healed = options.get("healed");
        var service = "s" + ++services;
        peer.create(service, healed);
        recorder.await(of(1, healed), DEADLINE);
        untilDone(peer, service);
        var victims = recorder.ids().subList(0, options.get("killed"));
        time(
                "heal",
                peer,
                recorder,
                service,
                () -> kill(victims),
                running -> {
                    var ids = new HashSet<>(running.keySet());
                    ids.removeAll(victims);
                    return ids.size() == healed;
                });
        peer.remove(service);
        recorder.await(Map::isEmpty, DEADLINE);
    }

    private void kill(List<String> ids) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var id : ids) {
                threads.submit(() -> host.client().killContainerCmd(id).exec());
            }
        }
    }

    /** Exactly so many containers run, and all are of this generation. */
    private static Predicate<Map<String, String>> of(int generation, int number) {
        var wanted = Integer.toString(generation);
        return running ->
                running.size() == number && running.values().stream().allMatch(wanted::equals);
    }

    private void time(
            String what,
            ServicePeer peer,
            ContainerRecorder recorder,
            String service,
            Runnable change,
            Predicate<Map<String, String>> complete)
            throws InterruptedException, TimeoutException {
        var used = used(peer);
        var began = System.nanoTime();
        change.run();
        var running = recorder.await(complete, DEADLINE);
        var done = untilDone(peer, service);
        var times = new Times((running - began) / 1e9, (done - began) / 1e9);
        cpu.computeIfAbsent(peer.name(), _ -> new ArrayList<>()).add(used(peer) - used);
        results.computeIfAbsent(what, _ -> new LinkedHashMap<>())
                .computeIfAbsent(peer.name(), _ -> new ArrayList<>())
                .add(times);
        System.out.printf(
                Locale.ROOT,
                "    %-24s %-6s running %6.2f s, done %6.2f s, CPU %6.2f s%n",
                what,
                peer.name(),
                times.running(),
                times.done(),
                cpu.get(peer.name()).getLast());
    }

    private long untilDone(ServicePeer peer, String service) throws TimeoutException {
        var end = System.nanoTime() + DEADLINE.toNanos();
        while (!peer.isDone(service)) {
            if (System.nanoTime() > end) {
                throw new TimeoutException(peer.name() + " does not say that it is done");
            }
            LockSupport.parkNanos(BETWEEN_QUESTIONS);
        }
        return System.nanoTime();
    }

    /** With dockerd and containerd, of which Swarm mode is a part. */
    private double used(ServicePeer peer) {
        return peer.cpuSeconds()
                + Machine.cpuSeconds(host.pid())
                + ProcessHandle.of(host.pid()).stream()
                        .flatMap(ProcessHandle::children)
                        .mapToDouble(child -> Machine.cpuSeconds(child.pid()))
                        .sum();
    }

    private void print() throws IOException {
        Lines.title("medians of " + options.get("rounds") + " rounds");
        results.forEach(
                (what, byPeer) -> {
                    var berth = byPeer.get("berth");
                    var swarm = byPeer.get("swarm");
                    row(what + ": running", berth, swarm, Times::running);
                    row(what + ": done", berth, swarm, Times::done);
                });
        Lines.line(
                "CPU seconds in all, with dockerd",
                Lines.seconds(sum("berth")),
                "Swarm " + Lines.seconds(sum("swarm")));
    }

    private double sum(String peer) {
        return cpu.get(peer).stream().mapToDouble(Double::doubleValue).sum();
    }

    private static void row(
            String what, List<Times> berth, List<Times> swarm, ToDoubleFunction<Times> part) {
        var ours = median(berth, part);
        var theirs = median(swarm, part);
        Lines.line(
                what,
                String.format(Locale.ROOT, "%.2f s", ours),
                String.format(Locale.ROOT, "Swarm %.2f s", theirs),
                Lines.ratio("Swarm takes", theirs / ours));
    }

    private static double median(List<Times> times, ToDoubleFunction<Times> part) {
        var sorted = times.stream().mapToDouble(part).sorted().toArray();
        var middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
