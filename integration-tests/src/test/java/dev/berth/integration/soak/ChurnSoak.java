package dev.berth.integration.soak;

import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Postgres;
import dev.berth.integration.testbed.Bench;
import dev.berth.integration.testbed.DockerHost;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.model.ContainerOverride;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.HealthCheck;
import software.amazon.awssdk.services.ecs.model.Scope;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.Volume;

/**
 * {@code bin/soak churn [MINUTES]}: 20 tasks a minute on a real Docker host, with a dynamic host
 * port, a volume and a health check each. Half of them end by themselves, half are stopped. Prints
 * each minute what server, agent, Docker host and journal hold, and fails if a figure has grown by
 * more than a quarter between the second and the last quarter of the time.
 *
 * <p>Stopped tasks leave the API and the Docker host after two minutes, and their rows leave the
 * journal after five to ten, so that the figures become steady early.
 */
final class ChurnSoak {

    private static final int TASKS_A_MINUTE = 20;
    private static final double MAX_GROWTH = 1.25;

    /** What a figure may grow by in any case: heap in KiB, or a number of things. */
    private static final long HEAP_TOLERANCE = 4096;

    private static final long TOLERANCE = 12;

    private static final String RETENTION =
            """
            retention.keep-journal = false
            retention.stopped-tasks = 2 minutes
            retention.post-mortem-tasks = 20
            retention.rows = 5 minutes
            """;

    private ChurnSoak() {}

    public static void main(String[] arguments) {
        var minutes = arguments.length == 0 ? 60 : Integer.parseInt(arguments[0]);
        if (minutes < 40) {
            System.err.println("bin/soak churn: expected at least 40 minutes, got " + minutes);
            System.exit(2);
        }
        List<Sample> samples;
        try (var bench = Bench.claim();
                var postgres = Postgres.start(bench.workspace())) {
            var database = postgres.create();
            var host = bench.host("a");
            try (var installation =
                    Installation.start(
                            bench,
                            "churn",
                            () -> database.configuration() + RETENTION,
                            Map.of("ECS_ENGINE_TASK_CLEANUP_WAIT_DURATION", "1m"),
                            host)) {
                samples = run(installation, host, postgres, minutes);
            }
        }
        if (!isFlat(samples)) System.exit(1);
    }

    private static List<Sample> run(
            Installation installation, DockerHost host, Postgres database, int minutes) {
        var definition = define(installation.ecs());
        var samples = new ArrayList<Sample>();
        var start = System.nanoTime();
        for (var minute = 1; minute <= minutes; minute++) {
            for (var i = 0; i < TASKS_A_MINUTE; i++) {
                churn(installation.ecs(), definition, i);
                var due = (minute - 1L) * 60_000 + (i + 1) * 60_000L / TASKS_A_MINUTE;
                waitUntil(start + Duration.ofMillis(due).toNanos());
            }
            var sample = Sample.of(installation, host, database);
            samples.add(sample);
            print(minute, sample);
        }
        return samples;
    }

    private static String define(Ecs ecs) {
        var web =
                Containers.shell(
                                "web",
                                "trap 'exit 0' TERM; httpd -f -p 80 & echo started;"
                                        + " sleep $SECONDS_TO_RUN & wait $!")
                        .portMappings(Containers.tcp(80, 0))
                        .mountPoints(Containers.mount("scratch", "/scratch"))
                        .healthCheck(
                                HealthCheck.builder()
                                        .command("CMD-SHELL", "wget -qO- http://127.0.0.1/ || true")
                                        .interval(5)
                                        .build());
        var scratch =
                Volume.builder()
                        .name("scratch")
                        .dockerVolumeConfiguration(v -> v.scope(Scope.TASK))
                        .build();
        return ecs.register("churn", request -> request.volumes(scratch), web);
    }

    /** Starts a task, and stops an older one every other time. */
    private static void churn(Ecs ecs, String definition, int number) {
        var seconds = number % 2 == 0 ? "20" : "3600";
        // Without a client token, whose record lasts 24 hours.
        var override =
                ContainerOverride.builder()
                        .name("web")
                        .environment(Containers.variable("SECONDS_TO_RUN", seconds))
                        .build();
        ecs.run(
                definition,
                request -> request.clientToken("").overrides(o -> o.containerOverrides(override)));
        var running = ecs.describe(ecs.list(DesiredStatus.RUNNING));
        running.stream()
                .filter(ChurnSoak::isEndless)
                .sorted(Comparator.comparing(Task::createdAt))
                .limit(Math.max(0, running.size() - 10))
                .forEach(task -> ecs.stop(task, "churn"));
    }

    private static boolean isEndless(Task task) {
        return task.overrides().containerOverrides().stream()
                .flatMap(container -> container.environment().stream())
                .anyMatch(variable -> variable.value().equals("3600"));
    }

    private static void waitUntil(long time) {
        while (System.nanoTime() < time) LockSupport.parkNanos(time - System.nanoTime());
    }

    private static void print(int minute, Sample sample) {
        if (minute == 1)
            System.out.println("minute | " + String.join(" | ", sample.figures().keySet()));
        System.out.println(
                minute
                        + " | "
                        + sample.figures().values().stream()
                                .map(Object::toString)
                                .collect(Collectors.joining(" | ")));
    }

    private static boolean isFlat(List<Sample> samples) {
        var quarter = samples.size() / 4;
        var flat = true;
        System.out.println("figure | early | late | verdict");
        for (var figure : samples.getFirst().figures().keySet()) {
            flat &= isFlat(figure, samples.subList(quarter, samples.size()), quarter);
        }
        return flat;
    }

    /** Compares the first and the last samples, so many of each. */
    private static boolean isFlat(String figure, List<Sample> samples, int window) {
        var early = mean(samples.subList(0, window), figure);
        var late = mean(samples.subList(samples.size() - window, samples.size()), figure);
        var tolerance = figure.endsWith("KiB") ? HEAP_TOLERANCE : TOLERANCE;
        var grows = late > Math.max(early * MAX_GROWTH, early + tolerance);
        System.out.printf("%s | %.0f | %.0f | %s%n", figure, early, late, grows ? "GROWS" : "flat");
        return !grows;
    }

    private static double mean(List<Sample> samples, String figure) {
        return samples.stream()
                .mapToLong(sample -> sample.figures().get(figure))
                .average()
                .orElseThrow();
    }
}
