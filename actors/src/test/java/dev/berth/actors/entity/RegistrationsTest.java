package dev.berth.actors.entity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.berth.domain.cluster.Cluster;
import dev.berth.domain.cluster.ClusterCommand;
import dev.berth.domain.cluster.ClusterEvent;
import dev.berth.domain.task.TaskEvent;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What is forgotten of an aggregate refuses the start. */
class RegistrationsTest {

    private static final List<JournalName> NAMES = AggregateKind.CLUSTER.names();

    @Test
    void whatIsRegisteredIsWhole() {
        assertThatCode(() -> Registrations.check(AggregateKind.ALL)).doesNotThrowAnyException();
    }

    @Test
    void everyKindIsInTheList() {
        Set<Object> declared =
                Arrays.stream(AggregateKind.class.getFields())
                        .filter(field -> Modifier.isStatic(field.getModifiers()))
                        .filter(field -> field.getType() == AggregateKind.class)
                        .map(RegistrationsTest::valueOf)
                        .collect(Collectors.toSet());
        assertThat(AggregateKind.ALL).allMatch(declared::contains).hasSameSizeAs(declared);
    }

    private static Object valueOf(java.lang.reflect.Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEventWithoutANameRefusesTheStart() {
        assertRefused(
                without(ClusterEvent.TagsChanged.class),
                "TagsChanged of Cluster has no name in the journal.");
    }

    @Test
    void aSnapshotWithoutANameRefusesTheStart() {
        assertRefused(
                without(Cluster.Inactive.class), "Inactive of Cluster has no name in the journal.");
    }

    @Test
    void aNameThatStandsTwiceRefusesTheStart() {
        assertRefused(
                with(JournalName.of("cluster.created/1", ClusterEvent.Deleted.class)),
                "Two rows of the journal are named cluster.created/1.");
    }

    @Test
    void anEventOfAnotherAggregateRefusesTheStart() {
        assertRefused(
                with(JournalName.of("cluster.launched/1", TaskEvent.Launched.class)),
                "cluster.launched/1 is neither an event nor a state of Cluster.");
    }

    @Test
    void aKindThatStandsTwiceRefusesTheStart() {
        var kinds = List.<AggregateKind<?, ?, ?>>of(AggregateKind.TASK, AggregateKind.TASK);
        assertThatThrownBy(() -> Registrations.check(kinds))
                .hasMessage("Two kinds of aggregate are named Task.");
    }

    private static void assertRefused(List<JournalName> names, String sentence) {
        var cluster = AggregateKind.CLUSTER;
        var kind =
                new AggregateKind<ClusterCommand, ClusterEvent, Cluster>(
                        cluster.name(),
                        cluster.eventType(),
                        cluster.stateType(),
                        cluster.decider(),
                        names,
                        cluster.shown(),
                        cluster.retention(),
                        cluster.check());
        assertThatThrownBy(() -> Registrations.check(List.of(kind))).hasMessage(sentence);
    }

    private static List<JournalName> without(Class<?> type) {
        Predicate<JournalName> isIt = name -> name.type() == type;
        return NAMES.stream().filter(isIt.negate()).toList();
    }

    private static List<JournalName> with(JournalName another) {
        var names = new ArrayList<>(NAMES);
        names.add(another);
        return names;
    }
}
