package dev.berth.actors.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.Given;
import dev.berth.actors.entity.Entity.Execute;
import dev.berth.actors.entity.Reply;
import dev.berth.actors.journal.Samples;
import dev.berth.actors.launch.LaunchReply;
import dev.berth.actors.launch.LaunchRequest;
import dev.berth.actors.launch.LaunchResult;
import dev.berth.actors.launch.Launcher;
import dev.berth.domain.Aggregate;
import dev.berth.domain.ErrorCode;
import dev.berth.domain.instance.InstanceAnswer;
import dev.berth.domain.instance.Shortage;
import dev.berth.domain.placement.Placing;
import dev.berth.domain.placement.Unfit;
import dev.berth.domain.property.DrawnCommands;
import dev.berth.domain.task.TaskAnswer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.SerializationTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What actors send to each other is data: it comes out of its bytes as it went in. */
class MessageSerializerTest {

    private static final ActorTestKit ACTORS =
            ActorTestKit.create(
                    "messages",
                    ConfigFactory.parseResources("berth-pekko.conf")
                            .withFallback(ConfigFactory.load()));
    private static final SerializationTestKit BYTES = ACTORS.serializationTestKit();

    private final ActorRef<Reply> replies = ACTORS.<Reply>createTestProbe().getRef();
    private final ActorRef<LaunchReply> launches = ACTORS.<LaunchReply>createTestProbe().getRef();

    @AfterAll
    static void stop() {
        ACTORS.shutdownTestKit();
    }

    private static void comesBack(Object message) {
        assertThat(BYTES.verifySerialization(message, true)).isEqualTo(message);
    }

    @Test
    void everyCommandComesBack() {
        var seen = new HashSet<Class<?>>();
        for (var command : DrawnCommands.some(3_000)) {
            comesBack(new Execute<>(command, 7, replies));
            seen.add(command.getClass());
        }
        assertThat(seen)
                .as("every kind of command was drawn")
                .containsExactlyInAnyOrderElementsOf(carried(Aggregate.Command.class));
    }

    @Test
    void everyEventComesBackInAReply() {
        var seen = new HashSet<Class<?>>();
        for (var sample : Samples.ALL.values()) {
            if (sample instanceof Aggregate.Event event) {
                comesBack(new Reply.Done(3, List.of(event, event), null));
                seen.add(event.getClass());
            }
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(carried(Aggregate.Event.class));
    }

    @Test
    void everyAnswerComesBack() throws Exception {
        var answers =
                List.of(
                        new InstanceAnswer.ReservationsGranted(Map.of("t1", Shortage.values()[0])),
                        new InstanceAnswer.SequenceGranted(1, 1_000),
                        new TaskAnswer.NeverLaunched(),
                        new TaskAnswer.GivenUp(),
                        new TaskAnswer.LaunchedOn("i1", true));
        answers.forEach(answer -> comesBack(new Reply.Done(1, List.of(), answer)));
        assertThat(answers.stream().map(Object::getClass))
                .as("all answers there are")
                .containsExactlyInAnyOrderElementsOf(compiledAnswers());
        comesBack(new Reply.Refused(ErrorCode.CLIENT, "Not so."));
    }

    @Test
    void launchesAndTheirAnswersComeBack() {
        var request = Given.tasks("default", 2, 10, 20, 8080);
        comesBack(new Launcher.Launch(request, List.of("t1", "t2"), launches));
        var placing =
                new Placing(
                        List.of(new Placing.Strategy("spread", "host")),
                        List.of(new Placing.Constraint("memberOf", "attribute:x exists")));
        var everything =
                new LaunchRequest(
                        request.template(),
                        1,
                        request.ports(),
                        Set.of("com.amazonaws.ecs.capability.docker-remote-api.1.41"),
                        "i1",
                        Map.of("team", "core"),
                        placing,
                        "run");
        comesBack(new Launcher.Launch(everything, List.of("t1"), launches));
        comesBack(
                new LaunchReply.Decided(
                        List.of(new LaunchResult.Launched("t1", 2)),
                        List.of(new Unfit("i1", "RESOURCE:CPU", "10 asked, 5 left")),
                        List.of("t2")));
        comesBack(new LaunchReply.Failed("The server has stopped launching; try again."));
    }

    private static Set<Class<?>> carried(Class<?> what) {
        return MessageTable.carried().values().stream()
                .filter(what::isAssignableFrom)
                .collect(Collectors.toSet());
    }

    /** Of all classes of the domain, wherever they stand. */
    private static List<Class<?>> compiledAnswers() throws IOException, URISyntaxException {
        var classes =
                Path.of(
                        Aggregate.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        try (Stream<Path> files = Files.walk(classes.resolve("dev/berth/domain"))) {
            return files.map(file -> classes.relativize(file).toString())
                    .filter(name -> name.endsWith(".class"))
                    .map(name -> name.substring(0, name.length() - 6).replace('/', '.'))
                    .filter(name -> name.contains("Answer$"))
                    .<Class<?>>map(MessageSerializerTest::load)
                    .filter(Aggregate.Answer.class::isAssignableFrom)
                    .toList();
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
