package dev.berth.actors.launch;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.actors.Given;
import dev.berth.actors.Node;
import dev.berth.actors.journal.TokenRows;
import dev.berth.actors.launch.ClientTokens.Claim;
import dev.berth.actors.launch.ClientTokens.Key;
import dev.berth.actors.launch.LaunchReply.Decided;
import dev.berth.actors.launch.LaunchReply.Failed;
import dev.berth.actors.launch.Launches.Outcome;
import dev.berth.actors.monitoring.Meter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a call with a token comes to, whatever a launcher answers. */
class LaunchesTest {

    private static final Key KEY = new Key("default", "RunTask", "token");

    @TempDir Path folder;
    private Node node;
    private ClientTokens tokens;

    /** The ids of each request that the launcher got. */
    private final List<List<String>> asked = new CopyOnWriteArrayList<>();

    private final Queue<Function<List<String>, LaunchReply>> answers = new ArrayDeque<>();
    private Launches launches;

    @BeforeEach
    void start() throws Exception {
        node = Node.start(folder);
        tokens = new ClientTokens(new TokenRows(node.database()));
        ActorRef<Launcher.Command> launcher =
                node.system()
                        .systemActorOf(
                                Behaviors.receiveMessage(
                                        message -> {
                                            var launch = (Launcher.Launch) message;
                                            asked.add(launch.taskIds());
                                            var answer = answers.remove();
                                            launch.replyTo().tell(answer.apply(launch.taskIds()));
                                            return Behaviors.same();
                                        }),
                                "launcher",
                                Props.empty());
        launches =
                new Launches(
                        node.entities(),
                        node.views(),
                        tokens,
                        _ -> launcher,
                        node.system().scheduler(),
                        InstantSource.system(),
                        Meter.NONE);
    }

    @AfterEach
    void stop() {
        tokens.close();
        node.close();
    }

    private static Decided launched(List<String> ids) {
        return new Decided(
                ids.stream().map(id -> new LaunchResult.Launched(id, 0)).toList(),
                List.of(),
                List.of());
    }

    private List<String> run(int count) throws Exception {
        var outcome = done(launches.launch(Given.tasks("default", count, 1, 1), KEY, "f"));
        return ((Outcome.Answered) outcome)
                .result().launched().stream().map(LaunchResult.Launched::taskId).toList();
    }

    private List<String> underTheToken() throws Exception {
        return done(tokens.claim(new Claim(KEY, "f", List.of("none"), Instant.EPOCH))).taskIds();
    }

    @Test
    void aTokenIsUsableAgainAfterALauncherThatFailed() throws Exception {
        answers.add(_ -> new Failed("The server has stopped launching; try again."));
        answers.add(LaunchesTest::launched);

        assertThatThrownBy(() -> run(2))
                .hasRootCauseMessage("The server has stopped launching; try again.");

        assertThat(run(2)).isEqualTo(asked.getFirst());
        assertThat(asked).hasSize(2);
    }

    @Test
    void abandonedIdsAreReplacedUnderTheTokenBeforeTheyAreLaunched() throws Exception {
        answers.add(
                ids ->
                        new Decided(
                                List.of(new LaunchResult.Launched(ids.get(1), 0)),
                                List.of(),
                                List.of(ids.get(0), ids.get(2))));
        var underToken = new CopyOnWriteArrayList<String>();
        answers.add(
                ids -> {
                    try {
                        underToken.addAll(underTheToken());
                    } catch (Exception e) {
                        throw new IllegalStateException(e);
                    }
                    return launched(ids);
                });

        var ids = run(3);

        assertThat(asked).hasSize(2);
        var first = asked.getFirst();
        var second = asked.getLast();
        assertThat(second).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(ids).containsExactly(first.get(1), second.get(0), second.get(1));
        assertThat(underToken).containsExactly(second.get(0), first.get(1), second.get(1));
    }

    @Test
    void aLaunchThatIsAbandonedAgainAndAgainFails() {
        for (var round = 0; round < 5; round++) {
            answers.add(ids -> new Decided(List.of(), List.of(), ids));
        }
        assertThatThrownBy(() -> run(1)).hasRootCauseMessage("The launch was given up 5 times.");
        assertThat(asked).hasSize(5);
    }
}
