package dev.berth.integration.benchmark;

import dev.berth.actors.launch.PlacementPoints;
import dev.berth.domain.placement.Placers;
import dev.berth.domain.placement.Placing;
import dev.berth.plugin.cluster.Instance;
import dev.berth.plugin.placement.Fit;
import dev.berth.plugin.placement.PlacementConstraint.Rule;
import dev.berth.plugin.placement.PlacementStrategy.Preference;
import dev.berth.plugin.placement.TaskToPlace;
import dev.berth.plugin.query.QuerySyntaxException;
import dev.berth.query.QueryLanguage;
import java.time.Duration;
import java.util.List;

/**
 * Spread over zones, then binpack on memory, and perhaps memberOf: the calls that the built-in
 * plugins answer, without the guards of whoever hosts plugins. Names mean nothing to it.
 */
record ZoneThenBinpack(Placers placers) implements PlacementPoints {
    private static final Preference SPREAD_BY_ZONE =
            new Preference() {
                @Override
                public double weight(TaskToPlace task, Instance instance) {
                    return instance.tasksOfGroup(task.group());
                }

                @Override
                public String partition(Instance instance) {
                    return instance.zone();
                }
            };
    private static final Preference BINPACK_MEMORY = (_, instance) -> instance.remaining().memory();
    private static final String EXPRESSION =
            "attribute:ecs.instance-type == " + Size.instanceType(0);

    static ZoneThenBinpack of(Size size) {
        var preferences = List.of(SPREAD_BY_ZONE, BINPACK_MEMORY);
        return new ZoneThenBinpack(
                new Placers(
                        size.memberOf() ? List.of(memberOf()) : List.of(),
                        new Placers.Choice.ByPreferences(preferences)));
    }

    private static Rule memberOf() {
        try {
            var query = QueryLanguage.parse(EXPRESSION);
            return (_, instance) ->
                    query.mismatch(instance)
                            .map(mismatch -> Fit.unfit("MemberOf", mismatch))
                            .orElse(Fit.FITS);
        } catch (QuerySyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void check(Placing placing) {}

    @Override
    public Use open(String cluster, Placing placing) {
        return new Always(placers);
    }

    @Override
    public Subscription onChange(Runnable listener) {
        return () -> {};
    }

    private record Always(Placers placers) implements Use {
        @Override
        public Duration deadline() {
            return Duration.ofSeconds(30);
        }

        @Override
        public List<String> notes() {
            return List.of();
        }

        @Override
        public void failed(Throwable cause) {
            throw new IllegalStateException(cause);
        }

        @Override
        public void close() {}
    }
}
