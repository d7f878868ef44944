package dev.berth.domain.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.berth.domain.Aggregate;
import dev.berth.domain.Decider;
import dev.berth.domain.cluster.ClusterDecider;
import dev.berth.domain.family.FamilyDecider;
import dev.berth.domain.instance.InstanceDecider;
import dev.berth.domain.service.ServiceDecider;
import dev.berth.domain.service.ServiceEvent;
import dev.berth.domain.task.TaskDecider;
import dev.berth.domain.taskdefinition.TaskDefinitionDecider;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Rules never throw: no command in any state (the runs themselves fail where one does), and no
 * event in any state, since a journal is folded by whatever version reads it.
 */
class TotalityTest {

    @Test
    void clusters() {
        total(new ClusterDecider(), draw -> new Commands(draw)::cluster);
    }

    @Test
    void instances() {
        total(new InstanceDecider(), draw -> new Commands(draw)::instance);
    }

    @Test
    void families() {
        total(new FamilyDecider(), draw -> new Commands(draw)::family);
    }

    @Test
    void taskDefinitions() {
        total(new TaskDefinitionDecider(), draw -> new Commands(draw)::taskDefinition);
    }

    @Test
    void tasks() {
        total(new TaskDecider(), draw -> new Commands(draw)::task);
    }

    @Test
    void services() {
        var events = total(new ServiceDecider(), draw -> new ServiceCommands(draw)::service);
        assertThat(events.stream().map(Object::getClass).distinct())
                .as("the kinds of events that occurred")
                .hasSize(ServiceEvent.class.getPermittedSubclasses().length);
    }

    private static <
                    C extends Aggregate.Command,
                    E extends Aggregate.Event,
                    S extends Aggregate.State>
            List<E> total(Decider<C, E, S> decider, Run.Source<C> source) {
        var runs = Run.all(decider, source, (_, _, _, after) -> assertThat(after).isNotNull());
        var events = new ArrayList<E>();
        for (var run : runs) {
            events.addAll(run.events());
            var folded = decider.initial();
            for (var event : run.events()) {
                folded = decider.evolve(folded, event);
            }
            assertThat(folded).as("what was lived, folded again").isEqualTo(run.state());
        }
        assertThat(events).isNotEmpty();
        Collections.shuffle(events, new Random(1));
        var state = decider.initial();
        for (var event : events) {
            state = decider.evolve(state, event);
            assertThat(state).isNotNull();
        }
        return events;
    }
}
