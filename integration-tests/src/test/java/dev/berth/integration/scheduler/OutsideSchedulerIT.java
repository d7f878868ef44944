package dev.berth.integration.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.integration.installation.AwsCli;
import dev.berth.integration.installation.BerthServer;
import dev.berth.integration.installation.Containers;
import dev.berth.integration.installation.Ecs;
import dev.berth.integration.installation.FakeAgents;
import dev.berth.integration.installation.Installation;
import dev.berth.integration.installation.Lab;
import dev.berth.integration.installation.OnEmbeddedDatabase;
import dev.berth.integration.testbed.ChildProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;

/** The example of a scheduler outside the server does what the documentation says of it. */
@OnEmbeddedDatabase
class OutsideSchedulerIT {
    private static final Path SCRIPT =
            Path.of("").toAbsolutePath().getParent().resolve("docs/examples/outside_scheduler.py");
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Pattern STARTED = Pattern.compile("started (\\S+) on (\\S+)");

    private final Lab lab;
    private BerthServer server;
    private Ecs ecs;

    OutsideSchedulerIT(Lab lab) {
        this.lab = lab;
    }

    @BeforeEach
    void start() {
        server = lab.server("outside").start();
        ecs = new Ecs(server, Installation.CLUSTER);
        ecs.client().createCluster(r -> r.clusterName(Installation.CLUSTER));
    }

    @AfterEach
    void stop() {
        ecs.close();
        server.close();
    }

    @Test
    void itsTasksRunAndItLooksAgainWhereAnotherWasFaster() {
        try (var _ =
                FakeAgents.start(
                        lab.bench(),
                        server,
                        Installation.CLUSTER,
                        3,
                        fleet -> fleet.resources(256, 256))) {
            var half = ecs.register("half", Containers.idle("main").cpu(128).memory(64));
            var scheduler = scheduler();
            try {
                scheduler.await("look", SOON, () -> says(scheduler, "3 instances to choose from"));
                scheduler.tell(half);
                scheduler.tell(half);
                scheduler.await("fill an instance", SOON, () -> started(scheduler).size() == 2);
                assertThat(started(scheduler).stream().map(it -> it.group(2)).distinct())
                        .as("the fullest instance is filled first")
                        .hasSize(1);

                var empty = emptyInstances();
                fill(half, empty.getFirst());
                scheduler.tell(half);
                scheduler.await("start another", SOON, () -> started(scheduler).size() == 3);
                assertThat(scheduler.lines()).contains(refusal(empty.getFirst()));
                assertThat(started(scheduler).getLast().group(2)).isEqualTo(empty.getLast());

                fill(half, empty.getLast());
                scheduler.tell(half);
                scheduler.await("give up", SOON, () -> says(scheduler, "no place for " + half));
                assertThat(scheduler.lines()).contains(refusal(empty.getLast()));
                started(scheduler).forEach(it -> ecs.awaitRunning(ecs.describe(it.group(1))));
            } finally {
                scheduler.kill();
            }
        }
    }

    /** Another scheduler, which is faster. */
    private void fill(String definition, String instance) {
        while (ecs.client()
                .startTask(
                        r ->
                                r.cluster(Installation.CLUSTER)
                                        .taskDefinition(definition)
                                        .containerInstances(instance))
                .failures()
                .isEmpty()) {}
    }

    private List<String> emptyInstances() {
        return ecs.instances().stream()
                .filter(it -> it.runningTasksCount() + it.pendingTasksCount() == 0)
                .map(ContainerInstance::containerInstanceArn)
                .sorted()
                .toList();
    }

    private static String refusal(String instance) {
        return "refused by " + instance + ", RESOURCE:CPU: another was faster, looking again";
    }

    private static boolean says(ChildProcess scheduler, String line) {
        return scheduler.lines().contains(line);
    }

    private static List<MatchResult> started(ChildProcess scheduler) {
        return STARTED.matcher(String.join("\n", scheduler.lines())).results().toList();
    }

    private ChildProcess scheduler() {
        return ChildProcess.start(
                "outside scheduler",
                lab.bench().workspace().resolve("outside-scheduler.log"),
                List.of(AwsCli.python(), SCRIPT.toString(), Installation.CLUSTER),
                variables -> {
                    variables.keySet().removeIf(variable -> variable.startsWith("AWS_"));
                    variables.put("AWS_ENDPOINT_URL", server.endpoint().toString());
                    variables.put("AWS_DEFAULT_REGION", "us-east-1");
                    variables.put(
                            "AWS_SHARED_CREDENTIALS_FILE", server.credentialsFile().toString());
                });
    }
}
