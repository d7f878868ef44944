package dev.berth.domain.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Decision;
import dev.berth.domain.Scenario;
import dev.berth.domain.service.ServiceCommand.CountTasks;
import dev.berth.domain.tag.TagChange;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** No command in any state and no event in any state makes the rules throw. */
class ServiceTotalityPropertiesTest {

    private static final long SEED = Long.getLong("berth.test.seed", 20_260_203L);

    private final ServiceDecider decider = new ServiceDecider();
    private final Random random = new Random(SEED);
    private int number;

    @Test
    void rulesNeverThrowAndWhatWasLivedCanBeFoldedAgain() {
        var events = new ArrayList<ServiceEvent>();
        for (var run = 0; run < 400; run++) {
            var state = decider.initial();
            var lived = new ArrayList<ServiceEvent>();
            for (var i = 0; i < 60; i++) {
                var now = Scenario.NOW.plusSeconds(i);
                if (decider.decide(state, command(), now)
                        instanceof Decision.Accepted<ServiceEvent>(var accepted, _)) {
                    for (var event : accepted) {
                        state = decider.evolve(state, event);
                        lived.add(event);
                    }
                }
            }
            var folded = decider.initial();
            for (var event : lived) {
                folded = decider.evolve(folded, event);
            }
            assertThat(folded).as("with seed %d", SEED).isEqualTo(state);
            events.addAll(lived);
        }
        assertThat(events.stream().map(Object::getClass).distinct())
                .hasSize(ServiceEvent.class.getPermittedSubclasses().length);
        Collections.shuffle(events, random);
        var state = decider.initial();
        for (var event : events) {
            state = decider.evolve(state, event);
            assertThat(state).isNotNull();
        }
    }

    private ServiceCommand command() {
        List<Supplier<ServiceCommand>> choices =
                List.of(
                        this::create,
                        () -> new ServiceCommand.Update(number(-1, 4), change(), start(), null),
                        () -> new ServiceCommand.Update(null, change(), null, "r1"),
                        () ->
                                new ServiceCommand.ChangeTags(
                                        TagChange.setting(Map.of("k" + number(0, 60), "v"))),
                        () -> new ServiceCommand.Delete(number(0, 9) == 0),
                        () ->
                                new ServiceCommand.StopDeployment(
                                        "sd" + number(1, 9), number(0, 1) == 0),
                        () -> new ServiceCommand.Forget(Scenario.NOW.plusSeconds(number(0, 60))),
                        () -> new ServiceCommand.Begin(deployment()),
                        () ->
                                new ServiceCommand.ResolveImages(
                                        "r" + number(1, 9), Map.of("web", "sha256:1")),
                        () -> new CountTasks(deployment(), 3, tasks(), tasks(), tasks(), tasks()),
                        () ->
                                new CountTasks(
                                        deployment(), 3, List.of(), tasks(), tasks(), List.of()),
                        () -> new ServiceCommand.Complete(deployment()),
                        () -> new ServiceCommand.Expire(deployment(), "x."),
                        () ->
                                new ServiceCommand.RemoveDeployments(
                                        List.of(deployment(), deployment())),
                        () -> new ServiceCommand.Tell("text " + number(0, 3), true),
                        () -> new ServiceCommand.ClearConditions(List.of("text " + number(0, 3))),
                        () -> new ServiceCommand.WriteOff(tasks()),
                        () -> new ServiceCommand.TakeBack(tasks()),
                        () -> new ServiceCommand.BeginMoves(tasks()),
                        () -> new ServiceCommand.EndMoves(tasks()),
                        ServiceCommand.FinishDeletion::new);
        return choices.get(random.nextInt(choices.size())).get();
    }

    private ServiceCommand create() {
        number = 0;
        return new ServiceCommand.Create(
                Services.identity(
                        number(0, 3) == 0 ? SchedulingStrategy.DAEMON : SchedulingStrategy.REPLICA),
                Services.withBreaker(),
                number(0, 3),
                Services.start(1),
                Map.of("k", "v"));
    }

    private ServiceSettings.Change change() {
        return new ServiceSettings.Change(
                number(0, 3) == 0 ? new DeploymentConfiguration(50, 200, Services.BREAKER) : null,
                null,
                null,
                null,
                null,
                null,
                null,
                number(0, 20),
                null);
    }

    private ServiceCommand.Start start() {
        number++;
        return Services.start(1 + number % 9);
    }

    private String deployment() {
        return Services.deploymentId(number(1, 9));
    }

    private List<String> tasks() {
        return number(0, 1) == 0 ? List.of() : List.of("t" + number(1, 9), "t" + number(1, 9));
    }

    private int number(int from, int to) {
        return random.nextInt(from, to + 1);
    }
}
