package dev.berth.actors.taskdefinition;

import static dev.berth.actors.Given.done;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.berth.actors.ControlPlane;
import dev.berth.actors.HandClock;
import dev.berth.actors.entity.AggregateKind;
import dev.berth.actors.journal.Database;
import dev.berth.actors.journal.DatabaseSettings;
import dev.berth.actors.launch.DefaultPlacement;
import dev.berth.actors.retention.Retention;
import dev.berth.actors.taskdefinition.TaskDefinitions.Outcome.Registered;
import dev.berth.actors.taskdefinition.TaskDefinitions.Registration;
import dev.berth.actors.view.AccountSnapshot;
import dev.berth.actors.view.ViewHandle;
import dev.berth.domain.family.FamilyCommand;
import dev.berth.domain.family.FamilyReconciler;
import dev.berth.domain.taskdefinition.NetworkMode;
import dev.berth.domain.taskdefinition.TaskShape;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TaskDefinitionsTest {

    @TempDir Path folder;
    private final HandClock clock = new HandClock();
    private ControlPlane plane;

    @BeforeEach
    void start() throws Exception {
        plane =
                ControlPlane.start(
                        Database.open(DatabaseSettings.h2(folder.resolve("berth"))),
                        Retention.shown(Duration.ofHours(1)),
                        new DefaultPlacement(),
                        clock,
                        ConfigFactory.empty());
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private static Registration registration(String family, String document) {
        return new Registration(
                family,
                document,
                new TaskShape(NetworkMode.BRIDGE, List.of(), Set.of()),
                "arn:me",
                Map.of());
    }

    private CompletionStage<TaskDefinitions.Outcome> register(String family, String document) {
        return plane.taskDefinitions().register(registration(family, document));
    }

    /** What a server that dies between the two writes leaves. */
    private void breakOff(String family, int revision, String document) throws Exception {
        done(
                plane.ask(
                        AggregateKind.TASK_DEFINITION.at(family + ":" + revision),
                        registration(family, document).under(revision)));
    }

    @Test
    void revisionsFollowEachOtherAlsoWhereTheContentIsTheSame() throws Exception {
        assertThat(done(register("web", "{}"))).isEqualTo(new Registered(1));
        assertThat(done(register("web", "{}"))).isEqualTo(new Registered(2));
        assertThat(plane.account().shownDefinition("web", 2)).isPresent();
    }

    @Test
    void registrationsAtTheSameTimeGetOneNumberEach() throws Exception {
        var asked = IntStream.range(0, 20).mapToObj(i -> register("crowd", "{\"n\":" + i + "}"));
        var revisions = new ArrayList<Integer>();
        for (var each : asked.toList()) {
            revisions.add(((Registered) done(each)).revision());
        }
        assertThat(revisions)
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 20).boxed().toList());
    }

    @Test
    void whatBrokeOffIsHiddenUntilTheNextRegistrationWhichFollowsIt() throws Exception {
        done(register("web", "{}"));
        breakOff("web", 2, "{\"broken\":\"off\"}");
        assertThat(plane.account().shownDefinition("web", 2)).isEmpty();

        assertThat(done(register("web", "{}"))).isEqualTo(new Registered(3));

        assertThat(plane.account().family("web").orElseThrow().revisions().byNumber())
                .containsOnlyKeys(1, 2, 3);
        assertThat(plane.account().shownDefinition("web", 2).orElseThrow().document())
                .isEqualTo("{\"broken\":\"off\"}");
    }

    @Test
    void whatBrokeOffIsFinishedAfterAWhileWithoutAnotherRegistration() throws Exception {
        breakOff("web", 1, "{}");
        stop();
        clock.advance(FamilyReconciler.BROKEN_OFF_AFTER);
        start();
        var shown = new CompletableFuture<Void>();
        ViewHandle.Listener<AccountSnapshot> listener =
                (_, snapshot) -> {
                    if (snapshot.shownDefinition("web", 1).isPresent()) {
                        shown.complete(null);
                    }
                };
        plane.accountView().subscribe(listener);
        plane.accountView()
                .note(
                        snapshot -> {
                            listener.changed(null, snapshot);
                            return snapshot;
                        });
        shown.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aForgottenFamilyContinuesItsRevisionNumbers() throws Exception {
        done(register("old", "{}"));
        var family = AggregateKind.FAMILY.at("old");
        done(plane.ask(family, new FamilyCommand.DeregisterRevision(1)));
        done(plane.ask(family, new FamilyCommand.DeleteRevision(1)));
        done(plane.forgetDeleted());
        assertThat(plane.account().family("old")).isEmpty();

        assertThat(done(register("old", "{}"))).isEqualTo(new Registered(2));
    }
}
