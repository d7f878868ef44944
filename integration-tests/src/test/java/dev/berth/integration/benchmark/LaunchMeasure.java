package dev.berth.integration.benchmark;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.ClientTokens;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.actors.retention.Retention;
import dev.berth.domain.task.TaskCommand;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.UUID;

/** Durable placements per second in process, on the embedded database. */
final class LaunchMeasure {
    private static final String CLUSTER = "measured";
    private static final String PEER = "peer";

    private LaunchMeasure() {}

    public static void main(String[] arguments) throws Exception {
        var size = Size.parse(arguments);
        Lines.title("launch, in process: " + size + ", " + size.placing());
        var folder = Files.createTempDirectory(Path.of("").toAbsolutePath(), "launch-");
        try (var plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        ZoneThenBinpack.of(size),
                        InstantSource.system(),
                        ConfigFactory.empty())) {
            FakeCluster.create(plane, PEER, 1);
            FakeCluster.create(plane, CLUSTER, size.instances());
            append(plane, size.warmUp(), size);
            launch(plane, "warm", size.warmUp() / Size.TASKS_PER_REQUEST, size);

            var appends = append(plane, size.tasks(), size);
            var cpu = Machine.ownCpuSeconds();
            var pace = launch(plane, "measured", size.requests(), size);
            Lines.pace(
                    "durable placements",
                    pace,
                    "CPU " + Lines.seconds(Machine.ownCpuSeconds() - cpu),
                    Lines.ratio("aim of 1,500/s", pace.perSecond() / 1_500));
            Lines.line(
                    "journal appends, as many in flight",
                    Lines.rate(appends.perSecond()),
                    Lines.ratio("placements", pace.perSecond() / appends.perSecond()));
        }
        System.exit(0);
    }

    /** One event for each, by an entity of its own: what a placement cannot do without. */
    private static Pace append(ControlPlane plane, int count, Size size) throws Exception {
        var pace = new Pace();
        Window.run(
                count,
                size.callers() * Size.TASKS_PER_REQUEST,
                _ -> {
                    var id = hexId();
                    var spec = FakeCluster.spec(PEER, "peer", id, FakeCluster.instanceId(0));
                    return plane.ask(
                                    AggregateKind.TASK.at(PEER, id),
                                    new TaskCommand.Launch(spec, Map.of()))
                            .thenAccept(_ -> pace.done(1));
                });
        return pace;
    }

    private static Pace launch(ControlPlane plane, String family, int requests, Size size)
            throws Exception {
        var pace = new Pace();
        Window.run(
                requests,
                size.callers(),
                _ ->
                        plane.launches()
                                .launch(
                                        FakeCluster.request(CLUSTER, family),
                                        new ClientTokens.Key(CLUSTER, "RunTask", hexId()),
                                        family)
                                .thenAccept(outcome -> pace.done(placed(outcome))));
        return pace;
    }

    private static int placed(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Answered(var result, _)
                    when result.launched().size() == Size.TASKS_PER_REQUEST ->
                    Size.TASKS_PER_REQUEST;
            case Outcome other -> throw new IllegalStateException("not all placed: " + other);
        };
    }

    private static String hexId() {
        return UUID.randomUUID().toString().replace("-", "");
    }
}
